package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.ContactFilter;
import dev.sojourn.runtime.contact.ContactOrder;
import dev.sojourn.runtime.contact.ContactOrder.By;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which contacts a request wants to see, and in which order. */
record ContactQuery(ContactFilter filter, ContactOrder order) {
  private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

  /** What the query says; {@link Refusal} 400 if that cannot be. */
  static ContactQuery of(HttpServerRequest request) {
    String least = Query.given(request, "propertyGte");
    String property = property(request, "propertyKey");
    if ((least == null) != (property == null)) {
      throw Refusal.badRequest("propertyKey and propertyGte belong together; send both or none");
    }
    return new ContactQuery(
        new ContactFilter(
            search(Query.given(request, "search")),
            identified(Query.given(request, "identity")),
            property,
            number(least)),
        order(request));
  }

  private static @Nullable String search(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static @Nullable Boolean identified(@Nullable String identity) {
    if (identity == null || identity.equals("all")) {
      return null;
    }
    if (identity.equals("identified") || identity.equals("anonymous")) {
      return identity.equals("identified");
    }
    throw Refusal.badRequest(
        "identity '" + identity + "' is not one of all, identified, anonymous");
  }

  private static ContactOrder order(HttpServerRequest request) {
    String by = Query.given(request, "orderBy");
    boolean ascending = ascending(Query.given(request, "orderDir"));
    if (by == null || by.equals("lastSeenAt")) {
      return new ContactOrder(By.LAST_SEEN, null, ascending);
    }
    if (by.equals("firstSeenAt")) {
      return new ContactOrder(By.FIRST_SEEN, null, ascending);
    }
    String property = property(request, "orderProperty");
    if (!by.equals("property") || property == null) {
      throw Refusal.badRequest(
          "orderBy '"
              + by
              + "' is not one of lastSeenAt, firstSeenAt, or property with its orderProperty");
    }
    return new ContactOrder(By.PROPERTY, property, ascending);
  }

  private static boolean ascending(@Nullable String direction) {
    if (direction == null || direction.equals("desc")) {
      return false;
    }
    if (direction.equals("asc")) {
      return true;
    }
    throw Refusal.badRequest("orderDir '" + direction + "' is not one of asc, desc");
  }

  private static @Nullable String property(HttpServerRequest request, String parameter) {
    String name = Query.given(request, parameter);
    if (name == null || PROPERTY.matcher(name).matches()) {
      return name;
    }
    throw Refusal.badRequest(
        parameter + " '" + name + "' is not 1 to 64 letters, digits, '_', '.' or '-'");
  }

  private static @Nullable BigDecimal number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (NUMBER.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    throw Refusal.badRequest("propertyGte '" + text + "' is not a number");
  }
}
