// The line editor of the REPL: Debian's libedit (package libedit-dev).
//
// el_set, el_get and history_w take variable arguments, which Swift cannot call. Each function below
// is one fixed form of them and nothing more; <histedit.h> and editline(3) say what they do.

#include <fcntl.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// An editor of the terminal's keys that draws nothing: what it writes goes to /dev/null, and its owner shows the
/// line. The program's name selects its lines of ~/.editrc.
///
/// libedit keeps a copy of a screen all the same, and in memory of the window's size. When that changes while a line is
/// edited it makes the copy anew and keeps its cursor in the old one (terminal_change_size in its terminal.c): the next
/// keys are written behind the end of the memory. So it is told neither the window's size nor the terminal's kind, but
/// always those below; see el_prepare_terminal.
static inline EditLine *el_init_undrawn(const char *program, FILE **nowhere) {
  *nowhere = fopen("/dev/null", "r+e");
  if (!*nowhere) return NULL;
  const char *set = getenv("TERM");
  char *term = set ? strdup(set) : NULL;
  setenv("TERM", "dumb", 1);
  EditLine *el = el_init_fd(program, stdin, *nowhere, *nowhere, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
  if (term) setenv("TERM", term, 1);
  else unsetenv("TERM");
  free(term);
  return el;
}

/// Reads ~/.editrc. Whatever it says of the terminal, libedit's copy of a screen has one line of 80 columns, so that it
/// has no place below or above it to lose its way to, and lines are edited.
static inline void el_source_editrc(EditLine *el) {
  el_source(el, NULL);
  el_set(el, EL_SETTC, "co", "80", NULL);
  el_set(el, EL_SETTC, "li", "1", NULL);
  el_set(el, EL_EDITMODE, 1);
}

/// The object that the callbacks below get back from el_get_client_data.
static inline int el_set_client_data(EditLine *el, void *data) {
  return el_set(el, EL_CLIENTDATA, data);
}

static inline void *el_get_client_data(EditLine *el) {
  void *data = NULL;
  return el_get(el, EL_CLIENTDATA, &data) == 0 ? data : NULL;
}

/// The function that reads one character: 1 and the character, 0 at the end, -1 for an error.
static inline int el_set_reader(EditLine *el, int (*reader)(EditLine *, wchar_t *)) {
  return el_wset(el, EL_GETCFN, reader);
}

/// The key bindings to start from: "emacs" or "vi".
static inline int el_set_editor(EditLine *el, const char *name) {
  return el_set(el, EL_EDITOR, name);
}

/// "emacs" or "vi".
static inline const char *el_get_editor(EditLine *el) {
  const char *name = NULL;
  return el_get(el, EL_EDITOR, &name) == 0 && name ? name : "emacs";
}

/// Makes a command of this name, which ~/.editrc can bind too. libedit keeps the texts.
static inline int el_add_command(
    EditLine *el, const wchar_t *name, const wchar_t *help, unsigned char (*command)(EditLine *, wint_t)) {
  return el_wset(el, EL_ADDFN, name, help, command);
}

/// Binds a key, such as "^R", to one of the commands of editrc(7) or one of el_add_command.
static inline int el_bind(EditLine *el, const char *key, const char *command) {
  return el_set(el, EL_BIND, key, command, NULL);
}

/// The same in vi's command mode.
static inline int el_bind_alternate(EditLine *el, const char *key, const char *command) {
  return el_set(el, EL_BIND, "-a", key, command, NULL);
}

/// Binds a key to other keys.
static inline int el_bind_keys(EditLine *el, const char *key, const char *keys) {
  return el_set(el, EL_BIND, "-s", key, keys, NULL);
}

static inline int el_bind_keys_alternate(EditLine *el, const char *key, const char *keys) {
  return el_set(el, EL_BIND, "-a", "-s", key, keys, NULL);
}

/// 1: the terminal gives single keys, for editing. 0: whole lines, as programs expect it.
///
/// libedit sees the terminal only meanwhile. It asks its input for the window's size whenever a line begins, and
/// `nowhere` has none.
static inline void el_prepare_terminal(EditLine *el, FILE *nowhere, int editing) {
  el_set(el, EL_SETFP, 0, stdin);
  el_set(el, EL_PREP_TERM, editing);
  el_set(el, EL_SETFP, 0, nowhere);
}

/// Puts libedit's cursor within the text, where some of its vi commands leave it outside (`n` that finds nothing, `^E` in
/// an empty text), and its copy of the screen right, which it takes for granted when it adds a character at the end.
static inline void el_repair(EditLine *el, int isAppended) {
  const LineInfoW *line = el_wline(el);
  if (line->cursor < line->buffer) el_cursor(el, (int)(line->buffer - line->cursor));
  if (line->cursor > line->lastchar) el_cursor(el, (int)(line->lastchar - line->cursor));
  if (!isAppended) el_set(el, EL_REFRESH);
}

/// Gives the terminal back as it was found, and frees the editor.
static inline void el_finish(EditLine *el, FILE *nowhere) {
  el_set(el, EL_SETFP, 0, stdin);
  el_end(el);
  fclose(nowhere);
}

/// Lets the history commands of ~/.editrc walk through this history.
static inline int el_set_history(EditLine *el, HistoryW *history) {
  return el_wset(el, EL_HIST, history_w, history);
}

/// The number of entries kept.
static inline int history_set_size(HistoryW *history, int size) {
  HistEventW event;
  return history_w(history, &event, H_SETSIZE, size);
}

/// Adds the newest entry.
static inline int history_enter(HistoryW *history, const wchar_t *text) {
  HistEventW event;
  return history_w(history, &event, H_ENTER, text);
}

/// The columns that a character takes on the terminal. <wchar.h> shows it to X/Open programs only.
extern int wcwidth(wchar_t character);
