package dev.sojourn.runtime.contact;

import java.util.List;

/**
 * Whom keys name once it is settled who is one person.
 *
 * @param keys those of the person that the call is about
 * @param merged whether contacts were merged for it
 * @param conflict whether keys were left out because they belong to somebody else
 */
public record Settlement(List<IdentityKey> keys, boolean merged, boolean conflict) {
  public Settlement {
    keys = List.copyOf(keys);
  }
}
