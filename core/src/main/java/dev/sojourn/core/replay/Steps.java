package dev.sojourn.core.replay;

/** The identity of steps: kind, label, and the argument that each word names. */
final class Steps {
  private Steps() {}

  /** Whether a recorded step is the one a word asks for; the number of it is its place. */
  static boolean same(Entry.Step recorded, Entry.Step asked) {
    return recorded.kind().equals(asked.kind())
        && recorded.label().equals(asked.label())
        && argument(recorded).equals(argument(asked));
  }

  /** A step as people read it: {@code email 'nudge'}. */
  static String name(Entry.Step step) {
    if (step instanceof Entry.Logged) {
      return "log";
    }
    var argument = argument(step);
    var name = step.kind() + " '" + step.label() + "'";
    return argument.isEmpty() || argument.equals(step.label())
        ? name
        : name + " (" + argument + ")";
  }

  private static String argument(Entry.Step step) {
    if (step instanceof Entry.MailOpened mail) {
      return mail.template();
    }
    if (step instanceof Entry.Triggered triggered) {
      return OwnEvents.started(triggered.event()).orElse(triggered.event());
    }
    return step instanceof Entry.WaitOpened wait ? String.join("|", wait.events()) : "";
  }
}
