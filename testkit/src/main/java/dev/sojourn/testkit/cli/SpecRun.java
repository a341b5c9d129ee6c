package dev.sojourn.testkit.cli;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Compiles the specs of a bundle and runs them, in this process. */
final class SpecRun {
  private SpecRun() {}

  /**
   * What came of the specs.
   *
   * @throws IllegalStateException if one does not compile; the message says where
   */
  static SpecResults of(Path bundle, List<Path> specs) throws IOException {
    var classes = Files.createTempDirectory("sojourn-specs");
    var before = Thread.currentThread().getContextClassLoader();
    try (var loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, new KitWithout(classes))) {
      compile(specs, classes);
      System.setProperty("sojourn.bundle", bundle.toString());
      Thread.currentThread().setContextClassLoader(loader);
      return run(classes);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      delete(classes);
    }
  }

  private static void compile(List<Path> specs, Path classes) {
    var config = new CompilerConfiguration();
    config.setTargetDirectory(classes.toFile());
    config.setParameters(true);
    var loader = new GroovyClassLoader(SpecRun.class.getClassLoader(), config);
    var unit = new CompilationUnit(config, null, loader);
    specs.forEach(spec -> unit.addSource(spec.toFile()));
    try {
      unit.compile();
    } catch (CompilationFailedException e) {
      throw new IllegalStateException("the specs do not compile: " + e.getMessage(), e);
    }
  }

  private static SpecResults run(Path classes) {
    var results = new SpecResults();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(classes)))
            .build();
    LauncherFactory.create().execute(request, results);
    return results;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The classes of the kit but for those that the bundle has itself. */
  private static final class KitWithout extends ClassLoader {
    private final Path classes;

    KitWithout(Path classes) {
      super(SpecRun.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (Files.exists(classes.resolve(name.replace('.', '/') + ".class"))) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
