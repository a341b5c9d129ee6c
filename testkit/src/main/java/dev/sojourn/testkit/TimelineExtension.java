package dev.sojourn.testkit;

import java.util.List;
import org.spockframework.runtime.extension.IAnnotationDrivenExtension;
import org.spockframework.runtime.extension.IMethodInvocation;
import org.spockframework.runtime.model.SpecInfo;

/** Adds the timeline to what a failed feature throws. */
public final class TimelineExtension implements IAnnotationDrivenExtension<ShowsTimeline> {
  @Override
  public void visitSpecAnnotation(ShowsTimeline annotation, SpecInfo spec) {
    spec.getBottomSpec()
        .getAllFeatures()
        .forEach(
            feature -> feature.getFeatureMethod().addInterceptor(TimelineExtension::intercept));
  }

  private static void intercept(IMethodInvocation invocation) throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable failure) {
      if (invocation.getInstance() instanceof JourneySpecification spec
          && !spec.played().isEmpty()) {
        failure.addSuppressed(new WhatHappened(spec.played()));
      }
      throw failure;
    }
  }

  /** Carries the timeline below a failure; no failure of its own. */
  private static final class WhatHappened extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WhatHappened(List<String> timeline) {
      super("the timeline\n  " + String.join("\n  ", timeline), null, false, false);
    }
  }
}
