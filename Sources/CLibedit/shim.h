// The line editor of the REPL: Debian's libedit (package libedit-dev).
//
// el_set, el_get and history_w take variable arguments, which Swift cannot call. Each function below
// is one fixed form of them and nothing more; <histedit.h> and editline(3) say what they do.

#include <histedit.h>

/// An editor on the standard streams. The program's name selects its lines of ~/.editrc.
static inline EditLine *el_init_standard(const char *program) {
  return el_init(program, stdin, stdout, stderr);
}

/// The object that the callbacks below get back from el_get_client_data.
static inline int el_set_client_data(EditLine *el, void *data) {
  return el_set(el, EL_CLIENTDATA, data);
}

static inline void *el_get_client_data(EditLine *el) {
  void *data = NULL;
  return el_get(el, EL_CLIENTDATA, &data) == 0 ? data : NULL;
}

/// The function that gives the prompt, asked anew for every line.
static inline int el_set_prompt(EditLine *el, char *(*prompt)(EditLine *)) {
  return el_set(el, EL_PROMPT, prompt);
}

/// The function that reads one character: 1 and the character, 0 at the end, -1 for an error.
static inline int el_set_reader(EditLine *el, int (*reader)(EditLine *, wchar_t *)) {
  return el_wset(el, EL_GETCFN, reader);
}

/// The key bindings to start from: "emacs" or "vi".
static inline int el_set_editor(EditLine *el, const char *name) {
  return el_set(el, EL_EDITOR, name);
}

/// Binds a key, such as "^R", to one of the commands of editrc(7).
static inline int el_bind(EditLine *el, const char *key, const char *command) {
  return el_set(el, EL_BIND, key, command, NULL);
}

/// 1: the terminal gives single keys, for editing. 0: whole lines, as programs expect it.
static inline int el_prepare_terminal(EditLine *el, int editing) {
  return el_set(el, EL_PREP_TERM, editing);
}

/// Draws prompt and line again, from the cursor's place on.
static inline int el_refresh(EditLine *el) {
  return el_set(el, EL_REFRESH);
}

/// Writes what this terminal takes for a termcap capability, such as "up"; nothing where it has none.
static inline int el_write_capability(EditLine *el, const char *name) {
  return el_set(el, EL_ECHOTC, "-s", name, NULL);
}

/// Lets the up and down keys walk through this history.
static inline int el_set_history(EditLine *el, HistoryW *history) {
  return el_wset(el, EL_HIST, history_w, history);
}

/// The number of entries kept.
static inline int history_set_size(HistoryW *history, int size) {
  HistEventW event;
  return history_w(history, &event, H_SETSIZE, size);
}

/// 1: an entry equal to the one before it is not added.
static inline int history_set_unique(HistoryW *history, int unique) {
  HistEventW event;
  return history_w(history, &event, H_SETUNIQUE, unique);
}

/// Adds the newest entry.
static inline int history_enter(HistoryW *history, const wchar_t *text) {
  HistEventW event;
  return history_w(history, &event, H_ENTER, text);
}

/// The columns that a character takes on the terminal. <wchar.h> shows it to X/Open programs only.
extern int wcwidth(wchar_t character);
