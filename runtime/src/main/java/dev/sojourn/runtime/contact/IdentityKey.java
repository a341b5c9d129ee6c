package dev.sojourn.runtime.contact;

import java.util.Comparator;

/**
 * One way to name one contact.
 *
 * @param value an e-mail address in lower case; a contact's id in digits
 */
public record IdentityKey(int tenant, KeyKind kind, String value)
    implements Comparable<IdentityKey> {
  private static final Comparator<IdentityKey> ORDER =
      Comparator.comparingInt(IdentityKey::tenant)
          .thenComparing(IdentityKey::kind)
          .thenComparing(IdentityKey::value);

  /** The key that is a contact's own id. */
  public static IdentityKey ofContact(int tenant, long contactId) {
    return new IdentityKey(tenant, KeyKind.CONTACT, Long.toString(contactId));
  }

  @Override
  public int compareTo(IdentityKey other) {
    return ORDER.compare(this, other);
  }

  /** As people read it: {@code userId 'ada'}. */
  @Override
  public String toString() {
    return kind.field() + " '" + value + "'";
  }
}
