"""The gate before the network (src/engine/network/gate.rs)."""

import random
import struct

import torch
from torch import nn
from torch.nn import functional

# The gate's tables of words and of two words have 2 to the power of this many bytes; a weight of 1 is so much in them; this share of
# what is to be found may stay before it.
GATE_BITS, GATE_BITS_OF_TWO, GATE_UNIT, GATE_LOST = 14, 15, 16, 0.015


def gate_entries(hashes):
    """Where the words, and each two that follow each other, stand in the gate's tables, as src/engine/network/gate.rs finds them."""

    def at(hash, bits):
        return hash * 0x9E3779B1 % (1 << 32) >> (32 - bits)

    twos = ((one * 31 + next) % (1 << 32) for one, next in zip(hashes, hashes[1:]))
    return [at(hash, GATE_BITS) for hash in hashes] + [(1 << GATE_BITS) + at(two, GATE_BITS_OF_TWO) for two in twos]


def gate(labelled, silent):
    """The bytes that src/engine/network/gate.rs reads: what each word, and each two, say of whether a passage is worth reading, learned
    by counting them alone; the threshold is set on a tenth of the passages, of which nothing is learned."""
    passages = labelled + silent
    bags = [torch.tensor(gate_entries(p["hashes"])) for p in passages]
    wanted = torch.tensor([float(p["label"] != "clear") for p in passages])
    counts = torch.tensor([1.0 if p["label"] != "clear" else 0.3 for p in labelled] + [1.5] * len(silent))
    order = torch.randperm(len(passages)).tolist()
    kept, learned = order[: len(order) // 10], order[len(order) // 10 :]
    words = nn.EmbeddingBag((1 << GATE_BITS) + (1 << GATE_BITS_OF_TWO), 1, mode="sum")
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
