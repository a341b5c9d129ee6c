package dev.sojourn.dsl;

import org.jspecify.annotations.Nullable;

/** The contact of a run, read by name; a name it does not have is {@code null}. */
public interface ContactView {
  /** The caller's user id if there is one, else the anonymous id, else our own id. */
  String getId();

  /** The address, lower case, or null. */
  @Nullable String getEmail();

  /** The value of a property; text, number, boolean, list, map or null. */
  @Nullable Object get(String name);

  /** Lets {@code contact.plan} read the property {@code plan}. */
  default @Nullable Object propertyMissing(String name) {
    return get(name);
  }
}
