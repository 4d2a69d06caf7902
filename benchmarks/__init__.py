"""Speed, memory and accuracy, each table re-made by one command.

======================================== =========================================================
``python -m benchmarks.speed``           seconds a film by step and peak memory, on 2 CPU threads
``python -m benchmarks.editing``         milliseconds from a correction to new numbers
``python -m benchmarks.pages``           milliseconds to first paint, from page to page, to numbers
``python -m benchmarks.users``           ten users at once: nothing crossed or lost, memory bounded
``python -m benchmarks.measurements``    1,000 random trunks measured against plain formulas
``python -m benchmarks.samples``         the shipped studies measured against their truth
``python -m benchmarks.realism DATA``    phantom and real films side by side
``python -m benchmarks.transfer DATA``   what each kind of film teaches the network
``python -m benchmarks.ablations DATA``  what each part of the cascade is worth
``python -m benchmarks.baselines DATA``  the cascade beside other networks
``python -m benchmarks.quality DATA``    the cascade by view and by quality of the film
``python -m r2mf.evaluate DATA``         the cascade on labelled films
======================================== =========================================================
"""
