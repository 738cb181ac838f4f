package reader;

import dev.zoetrope.recording.Recording;
import java.nio.file.Path;

/** Prints the number of frames, and whether DJL is there. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    try (Recording recording = Recording.open(Path.of(arguments[0]))) {
      recording.activation(recording.info().layers().get(0).name(), 0);
      System.out.println(
          recording.info().frames()
              + " frames, module "
              + Main.class.getModule().getName()
              + ", DJL "
              + ModuleLayer.boot().findModule("ai.djl.api").isPresent());
    }
  }
}
