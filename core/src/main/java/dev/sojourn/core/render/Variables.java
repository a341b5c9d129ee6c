package dev.sojourn.core.render;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.reflect.SimpleObjectHandler;
import com.github.mustachejava.util.Wrapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands behind the names in a template: in maps only, from the innermost section
 * outwards. A name that is known but has no value is empty; an unknown one ends the rendering.
 */
final class Variables extends SimpleObjectHandler {
  private static final Pattern DOT = Pattern.compile("\\.");
  private final Set<String> known;

  /**
   * Takes the names that may be without a value.
   *
   * @param known declared props and what the service injects
   */
  Variables(Set<String> known) {
    this.known = Set.copyOf(known);
  }

  @Override
  public Binding createBinding(String name, TemplateContext place, Code code) {
    if (name == null) {
      return scopes -> null;
    }
    var steps = DOT.split(name);
    return steps.length == 0
        ? scopes -> scopes.get(scopes.size() - 1)
        : scopes -> find(name, steps, scopes, place);
  }

  @Override
  public Wrapper find(String name, List<Object> scopes) {
    throw new UnsupportedOperationException("names are bound when a template is compiled");
  }

  @Override
  public String stringify(Object value) {
    return value instanceof BigDecimal number && Math.abs((long) number.scale()) < 100
        ? number.toPlainString()
        : value.toString();
  }

  private @Nullable Object find(
      String name, String[] steps, List<Object> scopes, TemplateContext place) {
    var head = steps[0];
    var scope = scopeOf(head, scopes);
    if (scope == null) {
      if (known.contains(head)) {
        return null;
      }
      throw new UnknownVariable(name, place.file(), place.line());
    }
    @Nullable Object value = scope.get(head);
    for (var i = 1; i < steps.length && value != null; i++) {
      if (!(value instanceof Map<?, ?> inner) || !inner.containsKey(steps[i])) {
        throw new UnknownVariable(name, place.file(), place.line());
      }
      value = inner.get(steps[i]);
    }
    return value;
  }

  private static @Nullable Map<?, ?> scopeOf(String head, List<Object> scopes) {
    for (var i = scopes.size() - 1; i >= 0; i--) {
      if (scopes.get(i) instanceof Map<?, ?> scope && scope.containsKey(head)) {
        return scope;
      }
    }
    return null;
  }
}
