package dev.sojourn.hatchet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path of the REST API under construction, its parts escaped. */
final class RestPath {
  private final StringBuilder path;
  private char separator = '?';

  private RestPath(String path) {
    this.path = new StringBuilder(path);
  }

  static RestPath of(String path) {
    return new RestPath(path);
  }

  RestPath child(String part) {
    path.append('/').append(escaped(part));
    return this;
  }

  RestPath with(String name, String value) {
    path.append(separator).append(name).append('=').append(escaped(value));
    separator = '&';
    return this;
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
