"""The wheel alone is enough: rules, dictionaries, schemas and templates are inside."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.rulebook import shipped_rules
from tests.cli.conftest import STRATEGY

CHECKOUT = Path(__file__).parent.parent

pytestmark = [pytest.mark.wheel, pytest.mark.slow]


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", timeout=300
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=CHECKOUT)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """An environment that holds the wheel, and of this one only what the project needs of others.

    The packages of this environment are lent by a path, which does not carry its link to the
    checkout along: what imports `pipeline` there can only have it from the wheel.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    asked = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    (Path(asked.stdout.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def test_the_wheel_holds_all_data(wheel):
    """Every rule, word list, schema and template of the checkout is in the wheel, and no test is."""
    names = set(ZipFile(wheel).namelist())
    rules = {
        f"pipeline/_rules/{path.relative_to(shipped_rules()).as_posix()}"
        for path in shipped_rules().rglob("*")
        if path.is_file()
    }
    data = {
        path.relative_to(CHECKOUT).as_posix()
        for folder in ("schemas", "report/templates")
        for path in (CHECKOUT / "pipeline" / folder).rglob("*")
        if path.is_file()
    }

    assert rules | data | {"pipeline/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "corpus/"))]


def test_the_installed_command_imports_a_document(installed, tmp_path):
    """In an environment without the checkout a document is read and all files are written."""
    (tmp_path / "strategie.txt").write_text(STRATEGY, encoding="utf-8")

    where = run(installed, "-c", "import pipeline; print(pipeline.__file__)", cwd=tmp_path)
    done = run(installed.with_name("zielkatalog"), "import", "strategie.txt", cwd=tmp_path)

    assert where.stdout.startswith(str(installed.parents[1]))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "3 Ziele" in done.stderr
    assert "Leitziel" in (tmp_path / "output/lindental-2025/report.html").read_text(encoding="utf-8")
