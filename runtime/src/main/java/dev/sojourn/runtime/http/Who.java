package dev.sojourn.runtime.http;

import dev.sojourn.core.identity.EmailAddress;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.KeyKind;
import dev.sojourn.runtime.preference.Address;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is about. A user's id goes before an address.
 *
 * @param email as a contact is known by it
 */
record Who(@Nullable String userId, @Nullable String email) {
  /** What the query says. */
  static Who of(RoutingContext request) {
    return of(request.request().getParam("userId"), request.request().getParam("email"));
  }

  /** What a body says. */
  static Who of(JsonObject said) {
    return of(text(said, "userId"), text(said, "email"));
  }

  private static Who of(@Nullable String userId, @Nullable String email) {
    return new Who(
        userId == null || userId.isEmpty() ? null : userId,
        email == null || email.isEmpty() ? null : address(email));
  }

  private static String address(String written) {
    return EmailAddress.of(written)
        .orElseThrow(() -> Refusal.badRequest("email '" + written + "' is no e-mail address"));
  }

  private static @Nullable String text(JsonObject said, String name) {
    Object value = said.getValue(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw Refusal.badRequest(name + " is no text");
  }

  boolean isNobody() {
    return userId == null && email == null;
  }

  /** The same; {@link Refusal} 400 if it is nobody. */
  Who somebody() {
    if (isNobody()) {
      throw Refusal.badRequest("userId or email is needed; they say whom the request is about");
    }
    return this;
  }

  /** The contact, if it is known. */
  Future<Optional<Contact>> find(Contacts contacts) {
    if (userId != null) {
      return contacts.find(new IdentityKey(0, KeyKind.EXTERNAL, userId));
    }
    return email == null
        ? Future.succeededFuture(Optional.empty())
        : contacts.find(new IdentityKey(0, KeyKind.EMAIL, email));
  }

  /**
   * Where mails to it go. An address alone needs no contact; {@link Refusal} 404 for a user that is
   * not known, 400 for a contact without an address.
   */
  Future<Address> address(Contacts contacts) {
    return find(contacts).map(found -> address(found.orElse(null)));
  }

  private Address address(@Nullable Contact contact) {
    String address = email != null || contact == null ? email : contact.email();
    if (contact == null && userId != null) {
      throw Refusal.notFound("contact", userId);
    }
    if (address == null) {
      throw Refusal.badRequest("Contact has no email address");
    }
    return new Address(contact == null ? 0 : contact.id(), address.toLowerCase(Locale.ROOT));
  }
}
