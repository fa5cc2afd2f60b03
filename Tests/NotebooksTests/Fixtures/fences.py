"""Writes fences.json: random Markdown texts, and the sources of the cells that Jupytext 1.19 finds in them.

    python3 fences.py [CASES] > fences.json
"""
import json, random, sys, warnings
from jupytext.myst import myst_to_notebook

random.seed(18)
warnings.simplefilter("ignore")
fences = ["```{code-cell} convbook", "```{code-cell}", "````{code-cell} convbook", "~~~{code-cell} convbook", "~~~", "```",
          "````", "  ```{code-cell} convbook", "   ```", "    ```{code-cell} convbook", "```text", "~~~~{code-cell} convbook",
          "``` {code-cell} convbook", "```{code-cell}convbook", "```a`b", "  ```", "~~~ {code-cell}", "```{note}"]
html = ["<details>", "<summary>a</summary>", "</details>", "<div>", "</div>", "<!-- a", "-->", "<!-- b -->", "<?php", "?>",
        "<![CDATA[", "]]>", "<!DOCTYPE html", "<script>", "</script>", "<pre>", "</pre>", "<a href='x'>", "<b>bold</b> text",
        "<custom-tag>", "text <!-- c", "text <div>", "<style>", "</style>", "<textarea>", "<p", ">", "  <div>", "    <div>",
        "<hr/>", "text <? d", "<img src=x"]
other = ["", "", "", "text", "x = 1", "print 2", "# title", "- item", "  in the item", "1. one", "   in one", "> quote", "> ```",
         "> ```{code-cell} convbook", "- ```{code-cell} convbook", "  ```{code-cell} convbook", "---", "===", "***", "    code",
         "\ttab", "| a | b |", "|---|---|", "[a]: b", "[a]:", ":tags: [x]", "+++", "% comment", "(target)=", "  ", ">", "-", "* * *"]


def text():
    kind = random.random()
    lines = [random.choice(random.choices([fences, html, other], [3, 2 if kind < 0.7 else 0, 4])[0]) for _ in range(random.randint(1, 14))]
    if random.random() < 0.15:
        lines = random.choice([["---", "a: 1", "---"], ["----", "a: 1", "----"], ["--- ", "a: 1", "---  "], ["---", "---"]]) + lines
    # Most texts have a cell at their end, if nothing before swallows it.
    if random.random() < 0.8:
        lines += ["", "```{code-cell} convbook", "print 9", "```"]
    return "\n".join(lines) + "\n"


cases = []
count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
while len(cases) < count:
    t = text()
    try:
        notebook = myst_to_notebook(t)
    except Exception:
        continue
    cases.append({"text": t, "cells": [c.source for c in notebook.cells if c.cell_type == "code"]})
print("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]")
