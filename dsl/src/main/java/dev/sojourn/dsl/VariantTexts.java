package dev.sojourn.dsl;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The texts of {@code variant}, as the compiler and a run read them. */
public final class VariantTexts {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private VariantTexts() {}

  /**
   * The key, if it may name a test.
   *
   * @throws IllegalArgumentException with a sentence for the author
   */
  public static String key(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "variant takes a key of 1 to 64 letters, digits, '_', '.' and '-', such as 'subject',"
              + (" not '" + key + "'"));
    }
    return key;
  }

  /**
   * The arms, if one can be told from the other.
   *
   * @throws IllegalArgumentException with a sentence for the author
   */
  public static List<String> arms(List<String> arms) {
    if (arms.isEmpty() || arms.size() != Set.copyOf(arms).size()) {
      throw new IllegalArgumentException("variant takes arms that all differ, not " + arms);
    }
    return arms;
  }
}
