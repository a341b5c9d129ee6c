package dev.sojourn.dsl.provider;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.Map;

/** The words inside {@code send} of a destination. */
public interface TransformScope {
  /**
   * Asks the destination with POST at an https address.
   *
   * @param options {@code headers}, and {@code json} or {@code form} as the body
   */
  RequestScope.MailRequest post(
      @NamedParams({
            @NamedParam(value = "headers", type = Map.class),
            @NamedParam(value = "json", type = Map.class),
            @NamedParam(value = "form", type = Map.class)
          })
          Map<String, ?> options,
      String url);

  /** A text of the endpoint's {@code config}; refused if it is not there. */
  String config(String name);

  /** The endpoint's URL. */
  String getUrl();
}
