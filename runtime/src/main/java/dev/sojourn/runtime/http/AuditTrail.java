package dev.sojourn.runtime.http;

import dev.sojourn.runtime.audit.AuditEntry;
import dev.sojourn.runtime.audit.AuditLog;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Notes what was changed on the admin plane, and what was not allowed to be. */
final class AuditTrail implements Witness {
  private static final String ADMIN = "/v1/admin/";
  private static final String FIELDS = "fields";
  private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
  private static final int LONGEST = 400;

  private final AuditLog log;
  private final InstantSource clock;
  private final int proxies;

  AuditTrail(OperatorRooms rooms, InstantSource clock) {
    this.log = rooms.audit();
    this.clock = clock;
    this.proxies = rooms.config().proxies();
  }

  /** Remembers which fields of a body's shape a request says something of. */
  static void says(RoutingContext request, Shape shape, @Nullable Object body) {
    if (shape instanceof Shape.Fields known && body instanceof Map<?, ?> said) {
      request.put(
          FIELDS,
          known.fields().stream().map(Shape.Field::name).filter(said::containsKey).toList());
    }
  }

  @Override
  public void saw(RoutingContext request, Route route, @Nullable ApiKey asker, Outcome outcome) {
    int status = outcome.status();
    if (isChange(route) && (status < 400 || status == 401 || status == 403)) {
      log.note(entry(request, route, asker, outcome));
    }
  }

  static boolean isChange(Route route) {
    return route.path().startsWith(ADMIN)
        && !route.method().equals(HttpMethod.GET)
        && !route.method().equals(HttpMethod.HEAD);
  }

  private AuditEntry entry(
      RoutingContext request, Route route, @Nullable ApiKey asker, Outcome outcome) {
    String resource = route.path().substring(ADMIN.length()).split("/", 2)[0];
    List<String> fields = request.get(FIELDS);
    return new AuditEntry(
        asker == null ? AuditEntry.NOBODY : asker.name(),
        asker == null || asker.ofSession() || asker.id() == 0 ? null : asker.id(),
        resource + "." + route.method().name().toLowerCase(Locale.ROOT),
        resource,
        resourceId(request, route, outcome.answer()),
        fields == null ? List.of() : fields,
        cut(request.request().path()),
        outcome.status(),
        Whence.of(request.request(), proxies).ip(),
        clock.instant());
  }

  /** That of the path, or of what was made. */
  private static @Nullable String resourceId(
      RoutingContext request, Route route, @Nullable Answer answer) {
    Matcher parameter = PARAMETER.matcher(route.path());
    if (parameter.find()) {
      String id = request.pathParam(parameter.group(1));
      return id == null ? null : cut(id);
    }
    return answer == null || answer.status() != 201 ? null : made(answer);
  }

  private static @Nullable String made(Answer answer) {
    try {
      JsonObject json = new JsonObject(answer.body());
      if (json.getValue("id") instanceof String id) {
        return id;
      }
      for (String name : json.fieldNames()) {
        if (json.getValue(name) instanceof JsonObject inner
            && inner.getValue("id") instanceof String id) {
          return id;
        }
      }
      return null;
    } catch (DecodeException notJson) {
      return null;
    }
  }

  private static String cut(@Nullable String text) {
    String known = text == null ? "" : text;
    return known.substring(0, Math.min(LONGEST, known.length()));
  }
}
