/// Blocks are separated by blank lines.
let shownSyntaxErrors = #"""
  line 1: 'model' is a verb and cannot be the name of a value
    model = 3
    ^^^^^

  line 1: 'and' is an operator and cannot be the name of a value
    and = 3
    ^^^

  line 1: several inputs stand behind the verb, and its parentheses around it: (predict net ...)
    show x at=predict(net x)
              ^^^^^^^

  line 1: compare two at a time: a < b and b < c
    0 < x < 1
          ^

  line 1: 'not' within a computation needs parentheses: (not ...)
    x + not y
        ^^^

  line 1: 'end' closes a block of layers and cannot be the name of a value
    end = 3
    ^^^

  line 1: 'end' closes a block of layers, and none is open
    end
    ^^^

  line 1: only a name can be given a value: name = ...
    x.a = 3
        ^

  line 1: only a name can be given a value: name = ...
    x = y = 3
          ^

  line 1: expected a value, found the end of the cell
    x =
       ^

  line 1: unknown verb 'x'
    x 3
    ^
    'help' lists the verbs

  line 1: unknown verb 'grayscle'; did you mean 'grayscale'?
    grayscle signs
    ^^^^^^^^

  line 1: unknown verb 'frobnicate'
    frobnicate x
    ^^^^^^^^^^
    'help' lists the verbs

  line 1: unknown verb 'lod'; did you mean 'load'?
    y = lod data=3
        ^^^

  line 1: write epochs=5 without spaces around '='
    fit a b epochs = 5
            ^^^^^^

  line 1: write epochs=5 without spaces around '='
    fit a epochs= 5
          ^^^^^^

  line 1: write epochs=... without spaces around '='
    fit a epochs =(x)
          ^^^^^^

  line 1: expected a value after 'epochs=', found the end of the cell
    fit a epochs=
                 ^

  line 1: the option 'epochs' is given twice
    fit a epochs=5 epochs=6
                   ^^^^^^

  line 1: inputs are separated by spaces, not by commas
    fit(a, b)
         ^

  line 1: put a computation in parentheses: (x + 2)
    show a + b
           ^

  line 1: put a computation in parentheses: (x - 2)
    show a - b
           ^

  line 1: put a computation in parentheses: (x / 2), and a path in quotes: "data/signs"
    load data/signs
             ^

  line 1: no space belongs before '.'
    show a .b
           ^

  line 1: unknown verb 'x'
    x [1]
    ^
    an index follows without a space: x[0]

  line 1: no space belongs before '.'
    x .b
      ^

  line 1: an index is a whole number, not '1.5'
    x[1.5]
      ^^^

  line 1: expected a row such as [3] or rows such as [0:10], found ']'
    x[]
      ^

  line 1: one index at a time: write x[3][5], not x[3, 5]
    x[1,2]
       ^

  line 1: this '[' has no ']'
    x[1
     ^

  line 1: expected ')', found '2'
    (1 2)
       ^

  line 1: the elements of a list are separated by commas
    [1 2]
       ^

  line 1: expected ')', found ']'
    (1]
      ^

  line 1: expected the end of the line, found ')'
    1)
     ^

  line 1: this '[' has no ']'
    x = [1, 2
        ^

  line 1: this string has no closing '"' on its line
    "abc
    ^^^^

  line 1: a single quote does not begin a string; strings stand in double quotes: "..."
    'abc'
    ^

  line 1: '“' (U+201C) is a typographic quote; strings stand in plain double quotes: "..."
    “abc”
    ^

  line 1: unknown escape in a string; the escapes are \" \\ \n \t
    show "a\qb"
           ^^
    a backslash itself is written \\

  line 1: this string has no closing '"' on its line
    show "a\
         ^^^

  line 1: 'é' (U+00E9) is not used in names; they are made of a-z, A-Z, 0-9 and _
    café = 3
       ^

  line 1: '×' (U+00D7) is not used; multiply with '*', and write a shape with the letter x: 32x32
    3×3
     ^

  line 1: '−' (U+2212) is not a minus sign; use the plain '-'
    5 − 3
      ^

  line 1: the invisible character U+00A0 is not a plain space; type the space again
    x = 3
     ^

  line 1: ';' is not used; write one statement a line
    a; b
     ^

  line 1: '{' is not used; lists stand in brackets: [1, 2, 3]
    {1}
    ^

  line 1: '1_000' is neither a number nor a name
    1_000
    ^^^^^
    numbers are written 10, 0.5 or 1e-3, shapes 32x32x1; anything else can stand in double quotes

  line 1: '0x1F' is neither a number nor a name
    0x1F
    ^^^^
    numbers are written 10, 0.5 or 1e-3, shapes 32x32x1; anything else can stand in double quotes

  line 1: '3apples' is neither a number nor a name
    3apples
    ^^^^^^^
    numbers are written 10, 0.5 or 1e-3, shapes 32x32x1; anything else can stand in double quotes

  line 1: '1.2.3' is neither a number nor a name
    1.2.3
    ^^^^^
    numbers are written 10, 0.5 or 1e-3, shapes 32x32x1; anything else can stand in double quotes

  line 1: the number '1e999' is too large
    1e999
    ^^^^^

  line 1: the number '99999999999999999999' is too large
    99999999999999999999
    ^^^^^^^^^^^^^^^^^^^^

  line 1: the shape '99999999999999999999x2' is too large
    99999999999999999999x2
    ^^^^^^^^^^^^^^^^^^^^^^

  line 1: the shape '4294967296x4294967296' is too large
    4294967296x4294967296
    ^^^^^^^^^^^^^^^^^^^^^

  line 1: expected a name after '.', found '3'
    x.3
      ^

  line 1: expected a name after '.', found the end of the cell
    x.
      ^

  line 1: a call within a computation needs parentheses: (mean ...)
    2 * mean x
        ^^^^

  line 1: expected a value, found '-'
    --x
     ^

  line 1: a space belongs before '"c"'
    fit a b"c"
           ^^^

  line 1: expected a value after 'x=', found '='
    fit a x==3
            ^

  line 1: '@' is not used in this language
    x = load @home
             ^

  line 1: expected a value, found the end of the cell
    x ==
        ^

  line 1: put a computation in parentheses: (-x)
    fit a epochs=-x
                 ^

  line 1: this '(' has no ')'
    x = (
        ^

  line 1: expected ']', found ':'
    x[1:2:3]
         ^

  line 1: expected a value or an option, found ']'
    fit a ]
          ^
  """#.split(separator: "\n\n").map(String.init)
