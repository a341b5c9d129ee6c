package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import groovy.transform.NamedParam;
import java.util.Map;

/** The words inside {@code send} of a destination. */
public interface TransformScope {
  /**
   * Asks the destination with POST at an https address.
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

  /** A text of the endpoint's {@code config}; refused if it is not there. */
  String config(String name);

  /** The endpoint's URL. */
  String getUrl();
}
