"""Choose among the candidates of each word by damage, frequency and neighbours."""

from math import exp

from pipeline.repair.document import stem_pair, unknown_score
from pipeline.repair.tokens import Token, View

MARGIN = 7.0
TWIN_MARGIN = 4.0


class Decoder:
    def __init__(self, knowledge, document):
        self.k = knowledge
        self.d = document
        self.cache = {}

    def options(self, token: Token):
        key = token.text, token.opening
        found = self.cache.get(key)
        if found is None:
            found = self.cache[key] = self._options(*key)
        return found

    def _options(self, text, opening):
        fw = self.k.context.frequency_weight
        cost = self.d.channel.cost
        out = {}
        known = False
        for c in self.k.candidates(text):
            s = fw * (c.opening if opening else c.inside) + cost(c.slips)
            if c.word != text:
                s += self.k.preferred.get(c.word, 0.0)
                s += self.d.habits.get(stem_pair(text, c.word), 0.0)
            else:
                known = True
            out[c.word] = s
        if not known:
            out[text] = unknown_score(text, self.k)
        best = max(out.values())
        if known and out[text] == best:
            out = {w: s for w, s in out.items() if s > best - TWIN_MARGIN}
        return sorted(((w, s) for w, s in out.items() if s > best - MARGIN), key=lambda x: (-x[1], x[0]))

    def decode(self, view: View, tokens: list[Token], page: int):
        if page in self.d.sound_pages:
            return
        opts = [self.options(t) for t in tokens]
        words = [o[0][0] for o in opts]
        for rounds in range(2):
            for i, (t, o) in enumerate(zip(tokens, opts)):
                if len(o) > 1:
                    words[i] = self.choose(view, tokens, words, i, o)[0]
        for i, (t, o) in enumerate(zip(tokens, opts)):
            if len(o) == 1:
                yield t, words[i], 1.0, ()
            else:
                w, conf, others = self.choose(view, tokens, words, i, o)
                yield t, w, conf, others

    def choose(self, view, tokens, words, i, o):
        text = view.text
        t = tokens[i]
        prev = words[i-1] if i and text[tokens[i-1].end:t.start].isspace() else None
        nxt = words[i+1] if i+1 < len(tokens) and text[t.end:tokens[i+1].start].isspace() else None
        ctx = self.k.context
        scored = []
        clause = None
        for w, s in o:
            u = w
            if t.opening:
                low = w[0].lower() + w[1:]
                if ctx._frequency(low) > ctx._frequency(w) - 3: u = low
            if prev: s += ctx.left(prev, u)
            if nxt: s += ctx.right(u, nxt)
            if w.lower() in ctx.moods.groups:
                if clause is None: clause = self.clause(view, tokens, words, i)
                s += ctx.moods.weigh(w, *clause)
            scored.append((s, w))
        if not any(c.word == t.text for c in self.k.candidates(t.text)):
            base = dict(o)
            top = max((s - base[w] for s, w in scored if w != t.text), default=0.0)
            scored = [(base[w] + top, w) if w == t.text else (s, w) for s, w in scored]
        scored.sort(reverse=True)
        best = scored[0][0]
        total = sum(exp(s - best) for s, _ in scored)
        return scored[0][1], 1 / total, tuple(w for s, w in scored[1:] if s > best - 4)

    def clause(self, view, tokens, words, i):
        a = i
        while a > 0 and not tokens[a].opening: a -= 1
        b = i + 1
        while b < len(tokens) and not tokens[b].opening: b += 1
        last = None
        for j in range(i+1, min(b, i+15)):
            gap = view.text[tokens[j-1].end:tokens[j].start]
            if any(c in ',.;:!?()' for c in gap) or words[j] in ('und','oder','aber','als','wenn'): break
            last = words[j]
        end = view.text[tokens[b-1].end:tokens[b-1].end+2]
        return words[a:i] + words[i+1:b], last, '?' in end
