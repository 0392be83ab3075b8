"""What agents ask of small embedded weights instead: steps that a model of 1.5 billion parameters can take.

Such a model loses its way among numbered lines, repeats one section through a whole outline, and makes up what a long
prompt leaves open. Shown worked examples it translates one line, names a topic, heads a paragraph, or puts a question
to a sentence, and code puts the article together from these.
"""
