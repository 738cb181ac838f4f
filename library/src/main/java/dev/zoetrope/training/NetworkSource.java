package dev.zoetrope.training;

import ai.djl.nn.Block;
import dev.zoetrope.recording.RecordingInfo;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the network of a recording comes from: a class of the user's, or the recording of a {@link
 * TrainingRun} itself.
 *
 * <pre>{@code
 * NetworkSource own = new NetworkSource(Optional.of("com.example.MyNetwork"), List.of(Path.of("my.jar")));
 * }</pre>
 *
 * @param className the name of a class that extends DJL's {@code Block} and has a public
 *     constructor without parameters; empty for the network of a {@link TrainingRun}
 * @param classPath jars and folders in which the class, and what it needs, are looked for first
 */
public record NetworkSource(Optional<String> className, List<Path> classPath) {

  /** The network of a {@link TrainingRun}, which is built again from its recording. */
  public static final NetworkSource RECORDED = new NetworkSource(Optional.empty(), List.of());

  /** Copies the list. */
  public NetworkSource {
    classPath = List.copyOf(classPath);
  }

  /**
   * Returns how to build the network of a recording.
   *
   * @throws NetworkUnavailableException if it cannot be built; the message says what to do
   */
  public Supplier<Block> network(Path recording, RecordingInfo info)
      throws NetworkUnavailableException {
    if (className.isPresent()) {
      Block loaded = load(className.get());
      return () -> loaded;
    }
    return RecordedNetwork.of(info)
        .orElseThrow(
            () ->
                new NetworkUnavailableException(
                    "%s is not a recording of zoetrope record, so its network is not known; name it, as in --block com.example.MyNetwork --classpath my.jar"
                        .formatted(recording)));
  }

  private Block load(String name) throws NetworkUnavailableException {
    try {
      Class<?> type = Class.forName(name, true, loader());
      if (!Block.class.isAssignableFrom(type)) {
        throw new NetworkUnavailableException(name + " is not a subclass of ai.djl.nn.Block");
      }
      return (Block) type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new NetworkUnavailableException(
          "class %s is not on the class path; give its jar, as in --classpath my.jar"
              .formatted(name));
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new NetworkUnavailableException(
          name
              + " has no public constructor without parameters; write a subclass of it that has"
              + " one");
    } catch (InvocationTargetException e) {
      throw new NetworkUnavailableException(
          "the constructor of " + name + " failed: " + e.getCause());
    } catch (LinkageError e) {
      throw new NetworkUnavailableException(
          name + " cannot be loaded: " + e + "; give every jar that it needs with --classpath");
    }
  }

  private ClassLoader loader() throws NetworkUnavailableException {
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    ClassLoader parent = own == null ? NetworkSource.class.getClassLoader() : own;
    if (classPath.isEmpty()) {
      return parent;
    }
    List<URL> places = new ArrayList<>();
    for (Path place : classPath) {
      if (!Files.exists(place)) {
        throw new NetworkUnavailableException(place + " does not exist");
      }
      try {
        places.add(place.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new NetworkUnavailableException(place + " cannot be a class path: " + e.getMessage());
      }
    }
    return new URLClassLoader(places.toArray(URL[]::new), parent);
  }
}
