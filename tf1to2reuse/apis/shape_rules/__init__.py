"""Shape rules by family. Each rule is a function with the parameters of the TF1 function that it stands
for.
"""
