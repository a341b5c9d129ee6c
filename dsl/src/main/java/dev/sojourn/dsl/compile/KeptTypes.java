package dev.sojourn.dsl.compile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.GenericsType;
import org.codehaus.groovy.ast.tools.GenericsUtils;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingSupport;

/**
 * The static type of a value after it crossed the journal. Text of any kind comes back as String, a
 * whole number in the smallest of Integer, Long and BigInteger, other numbers as BigDecimal.
 */
final class KeptTypes {
  private static final Set<String> TEXT =
      Set.of("java.lang.String", "java.lang.CharSequence", "groovy.lang.GString");
  private static final Set<String> SAME =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Integer",
          "java.lang.Object",
          Instant.class.getName(),
          Duration.class.getName());
  private static final ClassNode NUMBER = ClassHelper.make(Number.class);
  private static final ClassNode COLLECTION = ClassHelper.make(Collection.class);
  private static final ClassNode CHARS = ClassHelper.make(CharSequence.class);
  private static final ClassNode SET = ClassHelper.make(Set.class);
  private static final ClassNode LIST = ClassHelper.make(List.class);
  private static final ClassNode MAP = ClassHelper.make(Map.class);

  private KeptTypes() {}

  /** False only if no value of this type but null can be kept. */
  static boolean canBeKept(ClassNode type) {
    ClassNode boxed = boxed(type);
    return isText(boxed)
        || SAME.contains(boxed.getName())
        || (boxed.isInterface() && !is(boxed, SET))
        || boxed.isGenericsPlaceHolder()
        || is(boxed, NUMBER)
        || (is(boxed, COLLECTION) && !is(boxed, SET))
        || is(boxed, MAP)
        || ClassHelper.isPrimitiveVoid(boxed)
        || boxed.getName().equals("java.lang.Void")
        || boxed.getName().contains("lub");
  }

  /** The type to use for the value. */
  static ClassNode kept(ClassNode type) {
    ClassNode boxed = boxed(type);
    if (isText(boxed)) {
      return ClassHelper.STRING_TYPE;
    }
    if (SAME.contains(boxed.getName())) {
      return boxed.getPlainNodeReference();
    }
    if (is(boxed, NUMBER)) {
      return NUMBER;
    }
    if (is(boxed, COLLECTION)) {
      return GenericsUtils.makeClassSafeWithGenerics(LIST, argument(boxed, 0, 1));
    }
    if (is(boxed, MAP)) {
      return GenericsUtils.makeClassSafeWithGenerics(
          MAP, argument(boxed, 0, 2), argument(boxed, 1, 2));
    }
    return ClassHelper.OBJECT_TYPE;
  }

  private static ClassNode boxed(ClassNode type) {
    return ClassHelper.isPrimitiveType(type) ? ClassHelper.getWrapper(type) : type;
  }

  private static GenericsType argument(ClassNode type, int index, int expected) {
    GenericsType[] given = type.getGenericsTypes();
    boolean plain =
        given != null
            && given.length == expected
            && !given[index].isPlaceholder()
            && !given[index].isWildcard();
    return new GenericsType(plain ? kept(given[index].getType()) : ClassHelper.OBJECT_TYPE);
  }

  private static boolean isText(ClassNode type) {
    return TEXT.contains(type.getName()) || is(type, CHARS);
  }

  private static boolean is(ClassNode type, ClassNode wanted) {
    return StaticTypeCheckingSupport.implementsInterfaceOrIsSubclassOf(type, wanted);
  }
}
