# The prose of a notebook: without its front matter, and with the titles and the bodies of its directives outside of their fences,
# where aspell would take them for code.
function fence(line) { match(line, /^`+/); return RLENGTH }
NR == 1 && /^---$/ { front = 1; next }
front { if (/^---$/) front = 0; next }
code { if (fence($0) >= code && /^`+ *$/) code = 0; print; next }
depth && fence($0) >= open[depth] && /^`+ *$/ { depth--; print ""; next }
/^```+\{[a-z-]+\}/ && !/^```+\{code-cell\}/ {
  open[++depth] = fence($0)
  options = 1
  # The name behind `solution` is a label.
  if (!/\{solution/) { sub(/^`+\{[a-z-]+\} */, ""); print }
  next
}
options && /^:[a-z]+:/ { next }
options && /^(answer|tolerance): / { next }
{ options = options && /^(hint: |$)/ }
/^```/ { code = fence($0) }
{ print }
