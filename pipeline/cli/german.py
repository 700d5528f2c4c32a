"""typer's own words in German: headings of the help, and what it says of a wrong call."""

import re
from typing import Any

HELP = {
    r"^Usage:": "Aufruf:",
    r"^Arguments:": "Angaben:",
    r"^Options:": "Optionen:",
    r"^Commands:": "Befehle:",
    r"\[OPTIONS\]": "[OPTIONEN]",
    r"COMMAND \[ARGS\]\.\.\.": "BEFEHL …",
    r"Show this message and exit\.": "Diese Hilfe zeigen.",
    r"\[default: ": "[Vorgabe: ",
    r"\[required\]": "[nötig]",
    r"\{(\S+?)\}\.\.\.": r"\1 …",
    r"\{(\S+?)\}": r"\1",
    r"\[\[(\S+?)\]\]": r"[\1]",
    r"; x>=0\]": "]",
}
TYPE_NAME = re.compile(r" <(?:str|path|list\[\w+\])>")  # says nothing to those who do not program
CHOICE = re.compile(r"<list\[(.*?)\]>")

INVALID = r"Invalid value for '(.*?)': (?:Value error, )?"
USAGE_ERRORS = {
    r"Missing command\.": "Es fehlt ein Befehl.",
    r"No such command '(.*?)'\.": r"Den Befehl „\1“ gibt es nicht.",
    r"No such command '(.*?)'\. Did you mean '(.*)'\?": r"Den Befehl „\1“ gibt es nicht; meinten Sie „\2“?",
    r"No such option: (\S+) \(Possible options: (.*)\)": r"Die Option \1 gibt es nicht; meinten Sie \2?",
    r"No such option: (\S+).*": r"Die Option \1 gibt es nicht.",
    r"Missing (?:argument|option) '(.*?)'\..*": r"Es fehlt die Angabe \1.",
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": r"Überzählige Angabe: \1.",
    r"Option '(.*?)' requires an? .*": r"Der Option \1 fehlt ihr Wert.",
    r"Option '(.*?)' does not take a value\.": r"Die Option \1 nimmt keinen Wert.",
    rf"{INVALID}'(.*?)' is not one of (.*)\.": r"\1: „\2“ ist keines von \3.",
    rf"{INVALID}'(.*?)' is not a valid .*": r"\1: „\2“ ist kein gültiger Wert.",
    rf"{INVALID}Input should be .*": r"\1: kein gültiger Wert.",
    rf"{INVALID}(.*)": r"\1: \2",
}


def translate_help(text: str) -> str:
    """A help text with typer's own words in German."""
    for english, german in HELP.items():
        text = re.sub(english, german, text, flags=re.MULTILINE)
    text = TYPE_NAME.sub(lambda match: " " * len(match[0]), text)  # the columns stay in line
    return CHOICE.sub(lambda match: f"<{match[1]}>".ljust(len(match[0])), text)


def translate_usage_error(error: Any) -> str:
    """What is wrong with a call, and where help is; a bare call gives the help itself."""
    message = str(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        return message
    for english, german in USAGE_ERRORS.items():
        if match := re.fullmatch(english, message, flags=re.DOTALL):
            message = match.expand(german)
            break
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "zielkatalog"
    return f"{message}\nHilfe: {command} --help"
