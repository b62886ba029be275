"""How a network learns: rounds over all passages, by several processes together."""

import random

import numpy
import torch
from network import loss_of
from texts import Others
from torch import multiprocessing, nn

# Rounds over all passages, then some more with the words' inputs in parts.
ROUNDS, FINE = 15, 5
RATE, BATCH = 4e-3, 256
# Passages of the public text in each round: of those that name a ground, and of the others. Each counts as so many labelled ones.
NAMING, NOT_NAMING = 24000, 8000
SILENCE = 3.0
# One of our own sentences counts as so many in the last rounds, which see to what must be so.
OURS_LAST, LAST = 25.0, 2


def batches(examples, learner):
    """This learner's share of batches of about the same length, in any order: the same one for all learners."""
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].symbols) + 4 * random.random())
    groups = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        group = [examples[at] for at in group[learner :: Learners.COUNT] or group]
        shape = (len(group), max(len(example.symbols) for example in group))
        symbols, words = numpy.zeros((*shape, 7), numpy.int64), numpy.zeros(shape, "f4")
        there, own = numpy.zeros(shape, bool), numpy.zeros(shape, bool)
        for row, example in enumerate(group):
            length = len(example.symbols)
            symbols[row, :length], words[row, :length] = example.symbols, example.words
            there[row, :length], own[row, example.own : length] = True, True
        yield group, *map(torch.tensor, (symbols, words, there, own))


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


class Learners:
    """Processes that learn together, each from its share of every batch, and give each other what they learned from it: one that has
    two cores is hardly faster than with one. All of them hold the same numbers at every step."""

    COUNT = 2

    def __init__(self, network):
        context = multiprocessing.get_context("fork")
        self.fork, self.barrier = context.Process, context.Barrier(self.COUNT)
        self.learned = torch.zeros(self.COUNT, sum(parameter.numel() for parameter in network.parameters())).share_memory_()

    def run(self, learn):
        """Has each learn; this process is the first of them."""

        def or_stop_all(learner):
            try:
                learn(learner)
            except BaseException:
                self.barrier.abort()
                raise

        others = [self.fork(target=or_stop_all, args=(learner,), daemon=True) for learner in range(1, self.COUNT)]
        for other in others:
            other.start()
        or_stop_all(0)
        for other in others:
            other.join()

    def share(self, learner, parameters):
        """Gives each the mean of what all have learned from a batch."""
        with torch.no_grad():
            gradients = [torch.zeros_like(parameter) if parameter.grad is None else parameter.grad for parameter in parameters]
            learned = self.learned[:, : sum(parameter.numel() for parameter in parameters)]
            torch.cat([gradient.flatten() for gradient in gradients], out=learned[learner])
            self.barrier.wait()
            mean = learned.mean(0)
            self.barrier.wait()
        at = 0
        for parameter in parameters:
            parameter.grad = mean[at : at + parameter.numel()].view_as(parameter)
            at += parameter.numel()


def teach(network, examples, public, learners, learner):
    naming, silent = ([example for example in public if example.names == names] for names in (True, False))
    steps = (len(examples) + NAMING + NOT_NAMING) // BATCH + 1
    learning = list(network.parameters())
    rest = [parameter for parameter in learning if parameter is not network.word.weight]
    decay = [{"params": [network.word.weight], "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.02}]
    optimizer = torch.optim.AdamW(decay, lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=ROUNDS * steps + 1, pct_start=0.15)
    mean, others = Mean(network), Others(examples)
    for round in range(ROUNDS + FINE):
        if round == ROUNDS:
            mean.swap()
            network.part()
            mean = Mean(network)
            # Of which the words' inputs were made before they were cut into parts.
            before = {network.word.weight, network.meaning.weight}
            learning = [parameter for parameter in network.parameters() if parameter not in before]
            optimizer = torch.optim.AdamW(learning, lr=RATE / 10, weight_decay=0.02)
            schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=FINE * steps)
        if round == ROUNDS + FINE - LAST:
            for example in examples:
                example.counts = OURS_LAST if example.ours else example.counts
        total = 0
        some = random.sample(naming, min(NAMING, len(naming))) + random.sample(silent, min(NOT_NAMING, len(silent)))
        varied = [others.vary(example) for example in examples] + [others.put_under(example) for example in some]
        for batch in batches(varied, learner):
            loss, judged = loss_of(network, *batch)
            optimizer.zero_grad()
            loss.backward()
            learners.share(learner, learning)
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            mean.take()
            total += judged
        if learner == 0:
            print(f"round {round + 1} of {ROUNDS + FINE}: loss {total / steps:.3f}", flush=True)
    mean.swap()


def teach_together(network, examples, public, seed):
    learners = Learners(network)

    def learn(learner):
        # What is kept from the network differs; all else must be the same everywhere.
        torch.manual_seed(seed * Learners.COUNT + learner)
        teach(network, examples, public, learners, learner)

    learners.run(learn)
