package examples;

import dev.zoetrope.viewer.ZoetropePlayer;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/** Shows a recording in your own window. The player follows a recording that is being written. */
public final class EmbedPlayer {

  private EmbedPlayer() {}

  /** Arguments: the recording. */
  public static void main(String[] arguments) {
    SwingUtilities.invokeLater(() -> show(Path.of(arguments[0])));
  }

  /** Opens a window with the player; call it on the event dispatch thread. */
  public static JFrame show(Path recording) {
    JFrame frame = new JFrame("My program");
    // show: embed
    ZoetropePlayer player = ZoetropePlayer.open(recording); // returns at once
    frame.add(player);
    player.start();
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent event) {
            player.close(); // ends its threads
          }
        });
    // end
    frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
    frame.setSize(1000, 700);
    frame.setVisible(true);
    return frame;
  }
}
