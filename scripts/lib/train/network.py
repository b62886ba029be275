"""The network that reads passages (src/engine/network.rs), and what it is taught by."""

import random
import struct

import torch
from texts import CRITERIA, ENDINGS, FOUND, GROUNDS, PRACTICES, SENSES, STEMS, TOLD
from torch import nn
from torch.nn import functional

# Sizes. WIDTH numbers stand for a word, UNITS read in each direction.
WIDTH, UNITS = 64, 192
# A word's input is cut into so many parts, each one of 256 that words share.
PARTS, CHOICES = 16, 256
# How often a state, a word, what is known of a word, and what the rules found, are kept from the network while it learns.
DROP, MISSING, UNKNOWN, UNFOUND = 0.1, 0.05, 0.05, 0.15
# What each word says of the wording, and each wording of its ground and practice, beside what the passage says.
OF_WORDS, OF_WORDINGS = 0.5, 0.3
# What it expects of the word that comes next, in either direction, in so many numbers: whoever must expect a word has to know what was
# said. Nothing of this is shipped.
EXPECTED, OF_NEXT = 64, 0.15


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
            centres = piece[random.sample(range(len(piece)), CHOICES)].clone()
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
    wordings = [(row, *wording) for row, example in enumerate(group) for wording in example.wordings]
    if wordings:
        rows, starts, ends, criteria, practices = torch.tensor(wordings).unbind(1)
        at = torch.arange(words.shape[1])
        inside = (at >= starts[:, None]) & (at < ends[:, None])
        strongest = states[rows].masked_fill(~inside.unsqueeze(2), -9).amax(1)
        about = functional.cross_entropy(network.ground(strongest), criteria) + functional.cross_entropy(network.practice(strongest), practices)
        loss = loss + OF_WORDINGS * about
    return loss, judged[0].item()


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
