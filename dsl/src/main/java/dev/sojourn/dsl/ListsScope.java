package dev.sojourn.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.Map;

/**
 * The words of {@code lists.groovy}: which kinds of mail people may take and leave, and how many
 * mails an address gets. Their values are written out as they are; nothing is computed.
 */
public interface ListsScope {
  /** A list by its id alone, which is its name too; everybody is on it who has not left. */
  void list(String id);

  /**
   * A list that people may take and leave. Its id, of letters, digits, {@code _} and {@code -}, is
   * also a category of mails.
   */
  void list(
      String id,
      @DelegatesTo(value = ListScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body);

  /**
   * At most so many mails to one address.
   *
   * @param options {@code per}: in how long, required; {@code category}: only those of one category
   */
  void cap(
      @NamedParam(value = "per", type = Duration.class, required = true)
          @NamedParam(value = "category", type = String.class)
          Map<String, ?> options,
      int count);

  /**
   * The categories that neither count nor are limited; {@code 'transactional'} alone when absent.
   */
  void exempt(String... categories);
}
