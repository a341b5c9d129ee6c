package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One route as everybody sees it: what the router, the door and the API's document are made from.
 * Begin with {@link #get} or one of its sisters, and say the rest.
 *
 * @param path with {@code :name} for what differs
 * @param access who may ask
 * @param says what it does, in one line
 * @param query the parameters that it knows
 * @param body what it takes; null for nothing
 * @param answers what it answers by status, refusals aside
 */
record Route(
    HttpMethod method,
    String path,
    Access access,
    String says,
    List<Query> query,
    @Nullable Taken body,
    Map<Integer, String> answers) {
  private static final String ADMIN = "/v1/admin/";

  /** What is counted together when a key asks too often. */
  enum Meter {
    NONE,
    DATA,
    ADMIN,
    EMAILS
  }

  /**
   * Who may ask.
   *
   * @param scope what the key must allow; null for everybody
   * @param publishable whether browsers may, with a key that is no secret
   */
  record Access(@Nullable Scope scope, boolean publishable) {
    static final Access OPEN = new Access(null, false);
  }

  /**
   * A body.
   *
   * @param type its media type
   * @param shape what it may be if it is JSON; null for other types
   * @param says what it is
   */
  record Taken(String type, @Nullable Shape shape, String says) {
    static final String JSON = "application/json";
  }

  static Route get(String path, String says) {
    return of(HttpMethod.GET, path, says);
  }

  static Route post(String path, String says) {
    return of(HttpMethod.POST, path, says);
  }

  static Route put(String path, String says) {
    return of(HttpMethod.PUT, path, says);
  }

  static Route patch(String path, String says) {
    return of(HttpMethod.PATCH, path, says);
  }

  static Route delete(String path, String says) {
    return of(HttpMethod.DELETE, path, says);
  }

  /** Only with a key that allows this. */
  Route needs(Scope scope) {
    return new Route(method, path, new Access(scope, false), says, query, body, answers);
  }

  /** Also for browsers, from the origins of a publishable key. */
  Route publishable() {
    return new Route(method, path, new Access(access.scope(), true), says, query, body, answers);
  }

  /** With these parameters too. */
  Route asks(Query... more) {
    List<Query> all = new ArrayList<>(query);
    all.addAll(List.of(more));
    return new Route(method, path, access, says, List.copyOf(all), body, answers);
  }

  /** With a JSON body of this shape. */
  Route takes(Shape shape) {
    return takes(new Taken(Taken.JSON, shape, "JSON"));
  }

  /** With a body of another kind. */
  Route takes(String type, String what) {
    return takes(new Taken(type, null, what));
  }

  private Route takes(Taken taken) {
    return new Route(method, path, access, says, query, taken, answers);
  }

  /** Answers this. */
  Route answers(int status, String what) {
    Map<Integer, String> all = new LinkedHashMap<>(answers);
    all.put(status, what);
    return new Route(method, path, access, says, query, body, all);
  }

  /** Whether pages of other origins may ask: where programs put data in and read it. */
  boolean isData() {
    return access.scope() == Scope.INGEST && !path.startsWith(ADMIN);
  }

  /** What a request to it counts for. */
  Meter meter() {
    if (access.scope() == null) {
      return Meter.NONE;
    }
    if (path.equals("/v1/emails")) {
      return Meter.EMAILS;
    }
    return path.startsWith(ADMIN) ? Meter.ADMIN : Meter.DATA;
  }

  /** What its body may be if it takes JSON. */
  Optional<Shape> shape() {
    return Optional.ofNullable(body).map(Taken::shape);
  }

  /**
   * What is wrong with the address of a request, in one sentence; null for nothing. Is not asked
   * for what people open in a browser: that answers with pages.
   */
  @Nullable String fault(Map<String, String> pathParams, Given given) {
    for (Map.Entry<String, String> one : pathParams.entrySet()) {
      String fault = Faults.unsound(one.getKey(), one.getValue());
      if (fault != null) {
        return fault;
      }
    }
    for (Query one : query) {
      String text = given.value(one.name());
      String fault =
          text == null || text.isEmpty() ? null : one.shape().faultOfText(one.name(), text);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  /** What a request says in its address. */
  interface Given {
    @Nullable String value(String name);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  private static Route of(HttpMethod method, String path, String says) {
    return new Route(method, path, Access.OPEN, says, List.of(), null, Map.of());
  }
}
