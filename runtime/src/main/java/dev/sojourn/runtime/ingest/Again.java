package dev.sojourn.runtime.ingest;

/** Says that a batch lost a race about identity or order, and must run again from its start. */
final class Again extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Again(String message) {
    super(message, null, false, false);
  }
}
