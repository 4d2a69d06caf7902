"""Speed, memory and accuracy, each table re-made by one command.

==========================  ====================================================================
``python -m benchmarks.speed``    seconds a film by step and peak memory, on 2 CPU threads
``python -m benchmarks.samples``  the shipped studies measured against their truth
``python -m r2mf.evaluate DATA``  the cascade on labelled films
==========================  ====================================================================
"""
