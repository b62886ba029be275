"""Passages as `vigie passages` prints them, as numbers that a network learns from."""

import collections
import copy
import json
import random

import numpy
import spacy
import torch

CRITERIA = "coverage poverty origin language religion health disability orientation gender family age residence".split()
PRACTICES = "refusal restriction documents payment referral stigma".split()

# How many there are of what is told of a word: stems and endings by their hashes, senses, grounds, what the rules found and told.
STEMS, ENDINGS, SENSES, GROUNDS, FOUND, TOLD = 1024, 512, 62, 13, 13, 16
# Bits of a hash that are left out, as src/engine/network/stored.rs does.
LEFT = 10
# Words of the labelled texts that are known, and so many more of the public one.
SEEN, MORE = 4, 4000
# A text on which the rules were written counts as so many: they are of the kind that everything is measured on.
TUNED = 3.0
# One of our own sentences counts as so many: there are few of them, and each was written for something that must be so.
OURS = 6.0
# How often a group's name becomes another of the same ground, where what is said of one may be said of any: of ages, illnesses or
# sexes it may not.
OTHER_NAME, ALIKE = 0.3, ("coverage", "poverty", "origin", "religion", "orientation")
# How often a passage that stands under nothing is put under a heading of another one that says nothing: most do.
UNDER_ANOTHER = 0.25
# What the lexicon says of a group's name, and what stands between a heading and what it heads (src/engine/passage.rs).
GROUP, BORDER = 1, 61


def passages(path):
    with open(path) as lines:
        for line in lines:
            yield json.loads(line)


def unruled(passage):
    """One of the texts on which the rules were written, without what they made of it."""
    return passage | {"tuned": True, "symbols": [symbol[:5] + [0, 0] for symbol in passage["symbols"]]}


class Vocabulary:
    """The words that the network knows, by their hashes, and their vectors."""

    def __init__(self, labelled, silent):
        written, seen, public = collections.defaultdict(collections.Counter), collections.Counter(), collections.Counter()
        for passage, count in [(p, seen) for p in labelled] + [(p, public) for p in silent]:
            own = passage["symbols"][passage["own"] :]
            count.update({symbol[0] for symbol in own})
            for symbol, word in zip(own, passage["written"]):
                written[symbol[0]][word.lower().replace("’", "'")] += 1
        known = [hash for hash, times in seen.most_common() if times >= SEEN and hash]
        known += [hash for hash, _ in public.most_common(MORE) if seen[hash] < SEEN and hash]
        # Those that share the bits that are kept are one word: the commonest.
        kept = {}
        for hash in known:
            kept.setdefault(hash >> LEFT, hash)
        self.hashes = sorted(kept)
        self.index = {hash: at + 1 for at, hash in enumerate(self.hashes)}
        french = spacy.load("fr_core_news_md", exclude=["parser", "ner", "tok2vec", "morphologizer", "lemmatizer", "attribute_ruler", "senter"])
        vectors = numpy.zeros((len(self.hashes) + 1, french.vocab.vectors_length), "f4")
        for at, short in enumerate(self.hashes):
            for word, times in written[kept[short]].most_common(3):
                if french.vocab.has_vector(word):
                    vector = french.vocab[word].vector
                    vectors[at + 1] += times * vector / max(1e-6, numpy.linalg.norm(vector))
            vectors[at + 1] /= max(1e-6, numpy.linalg.norm(vectors[at + 1]))
        self.vectors = torch.tensor(vectors)

    def at(self, hash):
        return self.index.get(hash >> LEFT, 0) if hash else 0


class Example:
    """A passage as numbers."""

    def __init__(self, passage, vocabulary):
        self.symbols = numpy.array(
            [[vocabulary.at(word), stem % STEMS, ending % ENDINGS, *rest] for word, stem, ending, *rest in passage["symbols"]],
            dtype=numpy.int64,
        )
        self.own, self.label = passage["own"], passage["label"]
        self.names = bool(self.symbols[self.own :, 4:6].any())
        self.ours = passage["ours"]
        self.counts = OURS if self.ours else TUNED if passage.get("tuned") else 1.0
        self.words = numpy.zeros(len(self.symbols), "f4")
        self.wordings = []
        for start, end, criterion, practice in passage["quoted"] if self.label != "clear" else []:
            start, end = start + self.own, end + self.own
            self.words[start:end] = 1
            self.wordings.append((start, end, CRITERIA.index(criterion), PRACTICES.index(practice)))


class Others:
    """What passages lend each other: the names of groups, by their grounds, and headings that say nothing."""

    GROUNDS = {CRITERIA.index(ground) + 1 for ground in ALIKE}

    def __init__(self, examples):
        names = collections.defaultdict(dict)
        for example in examples:
            for start, end in self.runs(example):
                run = example.symbols[start:end, :5]
                names[run[0, 4]][run.tobytes()] = run
        self.names = {ground: list(runs.values()) for ground, runs in names.items()}
        headings = (example.symbols[: example.own] for example in examples if example.own and example.names)
        self.headings = list({heading.tobytes(): heading for heading in headings if self.says_nothing(heading)}.values())

    @staticmethod
    def says_nothing(heading):
        """« Nos tarifs » may stand over anything; « Ne sont pas reçus : », over nothing else."""
        return not heading[:, 4].any() and all(sense in (0, BORDER) for sense in heading[:, 3])

    def runs(self, example):
        """Where names stand: from, to."""
        senses, grounds = example.symbols[:, 3], example.symbols[:, 4]
        at = example.own
        while at < len(senses):
            end = at + 1
            if senses[at] == GROUP and grounds[at] in self.GROUNDS:
                while end < len(senses) and senses[end] == GROUP and grounds[end] == grounds[at]:
                    end += 1
                yield at, end
            at = end

    def vary(self, example):
        """The passage, some names of which are others; it may stand under another heading."""
        return self.put_under(self.rename(example))

    def put_under(self, example):
        if example.own or not example.names or random.random() >= UNDER_ANOTHER:
            return example
        heading = random.choice(self.headings)
        varied = copy.copy(example)
        varied.own = len(heading)
        varied.symbols = numpy.concatenate([heading, example.symbols])
        varied.words = numpy.concatenate([numpy.zeros(len(heading), "f4"), example.words])
        varied.wordings = [(start + len(heading), end + len(heading), *about) for start, end, *about in example.wordings]
        return varied

    def rename(self, example):
        varied = None
        for start, end in reversed(list(self.runs(example)) if example.names else []):
            if random.random() >= OTHER_NAME or any(start < cut < end for wording in example.wordings for cut in wording[:2]):
                continue
            other = random.choice(self.names[example.symbols[start, 4]])
            varied = varied or copy.copy(example)
            rest = numpy.repeat(varied.symbols[start : start + 1, 5:], len(other), 0)
            put = numpy.concatenate([other, rest], 1)
            varied.symbols = numpy.concatenate([varied.symbols[:start], put, varied.symbols[end:]])
            tag = numpy.full(len(other), varied.words[start], "f4")
            varied.words = numpy.concatenate([varied.words[:start], tag, varied.words[end:]])
            more = len(other) - (end - start)
            varied.wordings = [(a + more * (a >= end), b + more * (b >= end), *about) for a, b, *about in varied.wordings]
        return varied or example
