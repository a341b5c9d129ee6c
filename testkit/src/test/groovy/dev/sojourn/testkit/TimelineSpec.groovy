package dev.sojourn.testkit

import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.nio.file.Path
import org.spockframework.runtime.ConditionNotSatisfiedError
import org.spockframework.runtime.extension.ExtensionAnnotation
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.extension.IMethodInterceptor
import org.spockframework.runtime.extension.IMethodInvocation
import org.spockframework.runtime.model.FeatureInfo
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

@RestoreSystemProperties
class TimelineSpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  @Override
  protected String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  @FailsWithTimeline
  def "a failed condition shows the timeline, once"() {
    given:
    journey 'trial', "sendEmail 'first'"

    when:
    arrives 'begin'

    then:
    sent == ['other']
  }
}

/** A feature that must fail, and show its timeline then. */
@Retention(RetentionPolicy.RUNTIME)
@ExtensionAnnotation(FailsWithTimelineExtension)
@interface FailsWithTimeline {}

class FailsWithTimelineExtension implements IAnnotationDrivenExtension<FailsWithTimeline> {
  @Override
  void visitFeatureAnnotation(FailsWithTimeline annotation, FeatureInfo feature) {
    feature.featureMethod.interceptors.add(0, FailsWithTimelineExtension::check as IMethodInterceptor)
  }

  static void check(IMethodInvocation invocation) {
    try {
      invocation.proceed()
    } catch (ConditionNotSatisfiedError e) {
      assert e.suppressed.length == 1
      assert e.suppressed[0].message.contains("mail 'first' to someone@example.com")
      return
    }
    throw new AssertionError((Object) 'the feature did not fail')
  }
}
