package dev.sojourn.testkit;

import java.util.Optional;
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
    } catch (AssertionError failure) {
      throw told(failure, invocation);
    } catch (Throwable failure) {
      played(invocation).map(WhatHappened::new).ifPresent(failure::addSuppressed);
      throw failure;
    }
  }

  /** The failure with the timeline in its message, since reports leave out what is suppressed. */
  private static AssertionError told(AssertionError failure, IMethodInvocation invocation) {
    return played(invocation)
        .map(
            test -> {
              AssertionError told = new AssertionError(failure.getMessage() + "\n\n" + test);
              told.setStackTrace(failure.getStackTrace());
              return told;
            })
        .orElse(failure);
  }

  private static Optional<JourneyTest> played(IMethodInvocation invocation) {
    return invocation.getInstance() instanceof JourneySpecification spec
        ? spec.played()
        : Optional.empty();
  }

  /** Carries the timeline below an error; no failure of its own. */
  private static final class WhatHappened extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WhatHappened(JourneyTest test) {
      super(test.toString(), null, false, false);
    }
  }
}
