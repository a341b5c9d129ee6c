package dev.sojourn.runtime.contact;

/** A way to name a contact; the order is the precedence. */
public enum KeyKind {
  /** The sender's own id of the person. */
  EXTERNAL(1, "userId"),
  EMAIL(2, "email"),
  ANONYMOUS(3, "anonymousId"),
  /** The contact's own id: known only inside the service, never stored as a key. */
  CONTACT(4, "contact");

  private final short code;
  private final String field;

  KeyKind(int code, String field) {
    this.code = (short) code;
    this.field = field;
  }

  /** The name of it in what senders write. */
  public String field() {
    return field;
  }

  /** The number that is stored. */
  short code() {
    return code;
  }
}
