"""The page: the second face of the program, for people who do not like terminals. Alone serves HTML.

`face` is told and asked by the pipeline as the terminal is, `journey` is what there is to see, `told` puts that into
JSON, `guard` lets nobody in but the person at this computer.
"""
