package dev.sojourn.dsl.provider;

import groovy.transform.NamedParam;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words inside {@code send}. */
public interface RequestScope {
  /**
   * Asks the service with POST at an https address.
   *
   * @param options {@code headers}: those of the request, by name; {@code json}: the body, as JSON;
   *     {@code form}: the body instead, as a form
   */
  MailRequest post(
      @NamedParam(value = "headers", type = Map.class)
          @NamedParam(value = "json", type = Map.class)
          @NamedParam(value = "form", type = Map.class)
          Map<String, ?> options,
      String url);

  /** The value of an environment variable that {@code secrets} names. */
  String secret(String name);

  /**
   * A request as it goes out.
   *
   * @param headers by name, in order
   * @param json the body as JSON, or null
   * @param form the body as a form, or null
   */
  record MailRequest(
      String url,
      Map<String, String> headers,
      @Nullable Map<String, @Nullable Object> json,
      @Nullable Map<String, String> form) {}
}
