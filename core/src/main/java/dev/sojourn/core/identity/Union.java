package dev.sojourn.core.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the contacts that the keys of one call name: those that are one person become
 * one, and two people with ids of their own stay two.
 *
 * @param survivor the contact that the call is about; null if it is about a new one
 * @param losers what is merged into it, by precedence
 * @param apart contacts of other people; their keys are not this person's
 */
public record Union(@Nullable Person survivor, List<Person> losers, List<Person> apart) {
  private static final Comparator<Person> SURVIVAL =
      Comparator.comparing((Person person) -> person.externalId() == null)
          .thenComparing(Person::firstSeenAt)
          .thenComparing(Person::id);

  public Union {
    losers = List.copyOf(losers);
    apart = List.copyOf(apart);
  }

  /**
   * Decides about distinct contacts.
   *
   * @param found by the precedence of the keys that name them
   * @param newUserId the sender's own id in the call that names nobody yet; null for none
   */
  public static Union of(List<Person> found, @Nullable String newUserId) {
    var userId = userId(found, newUserId);
    var one = new ArrayList<Person>();
    var apart = new ArrayList<Person>();
    for (var person : found) {
      var isOther = person.externalId() != null && !person.externalId().equals(userId);
      (isOther ? apart : one).add(person);
    }
    var survivor = one.stream().min(SURVIVAL).orElse(null);
    one.remove(survivor);
    return new Union(survivor, one, apart);
  }

  /** Whether a key named somebody else than the person the call is about. */
  public boolean isConflict() {
    return !apart.isEmpty();
  }

  /**
   * The id of the person that the call is about. A new one is another name of who has the address,
   * but never of who used the device before.
   */
  private static @Nullable String userId(List<Person> found, @Nullable String newUserId) {
    return found.stream()
        .filter(person -> newUserId == null || !person.byDevice())
        .map(Person::externalId)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(newUserId);
  }
}
