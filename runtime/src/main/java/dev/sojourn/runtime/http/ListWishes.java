package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.Choice;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.ingest.NewEvent;
import dev.sojourn.runtime.ingest.Receipt;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Choices;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What requests say of lists beside what they are sent for; followed once that is taken in. */
final class ListWishes {
  private static final Logger log = LoggerFactory.getLogger(ListWishes.class);

  private final Contacts contacts;
  private final Choices choices;
  private final Bundle bundle;

  ListWishes(Contacts contacts, Choices choices, Bundle bundle) {
    this.contacts = contacts;
    this.choices = choices;
    this.bundle = bundle;
  }

  /** Follows them; answers why it could not, or null. */
  Future<@Nullable String> follow(NewEvent event, Receipt receipt) {
    String fault = fault(event.lists());
    if (fault != null) {
      return Future.succeededFuture(fault);
    }
    return contacts
        .find(receipt.person().id())
        .compose(
            found -> {
              String email = email(event, found);
              if (found.isEmpty() || email == null) {
                return Future.succeededFuture(
                    "lists: the contact has no e-mail address; send one with it");
              }
              return choices
                  .choose(
                      new Address(found.get().id(), email),
                      event.lists().entrySet().stream()
                          .map(list -> new Choice(list.getKey(), list.getValue()))
                          .toList())
                  .map((String) null);
            })
        .otherwise(ListWishes::later);
  }

  /** What is wrong with them; null if they can be followed. */
  @Nullable String fault(Map<String, Boolean> lists) {
    return lists.keySet().stream()
        .filter(id -> bundle.active().lists().list(id).isEmpty())
        .findFirst()
        .map("lists: no list '%s' is known here; expected one that lists.groovy names"::formatted)
        .orElse(null);
  }

  private static @Nullable String email(NewEvent event, Optional<Contact> found) {
    return event.keys().stream()
        .filter(key -> key.kind() == KeyKind.EMAIL)
        .map(key -> key.value())
        .findFirst()
        .or(() -> found.map(Contact::email))
        .orElse(null);
  }

  private static String later(Throwable failure) {
    log.warn("what a request said of lists was not stored", failure);
    return "lists: they could not be stored now; send them again";
  }
}
