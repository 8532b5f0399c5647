"""QTI 1.2: banks and assessments of Common Cartridges 1.x, and files of systems that give their questions out so.

Read are cartridges, archives and single files as Canvas, Blackboard, Brightspace and others write them; written is a
cartridge of version 1.1 with one question bank.
"""
