package dev.zoetrope.viewer.action;

import dev.zoetrope.viewer.ui.KeyNames;
import java.awt.Component;
import java.awt.Dimension;
import java.util.List;
import java.util.stream.Collectors;
import javax.swing.JEditorPane;
import javax.swing.JOptionPane;
import javax.swing.JScrollPane;

/** Lists every key. */
public final class KeysDialog {

  private KeysDialog() {}

  public static void show(Component parent, PlayerActions actions) {
    JEditorPane text = new JEditorPane("text/html", html(actions));
    text.setEditable(false);
    text.setCaretPosition(0);
    text.putClientProperty(JEditorPane.HONOR_DISPLAY_PROPERTIES, true);
    JScrollPane pane = new JScrollPane(text);
    pane.setPreferredSize(new Dimension(620, 480));
    JOptionPane.showMessageDialog(parent, pane, "Keys", JOptionPane.PLAIN_MESSAGE);
  }

  static String html(PlayerActions actions) {
    StringBuilder html = new StringBuilder("<html><table cellpadding=3><tr>");
    for (List<String> groups :
        List.of(
            List.of(PlayerActions.PLAY, PlayerActions.FILE),
            List.of(PlayerActions.VIEW, PlayerActions.PIN, PlayerActions.LAYERS))) {
      html.append("<td valign=top><table cellpadding=2>");
      for (String group : groups) {
        html.append("<tr><td colspan=2><b>").append(group).append("</b></td></tr>");
        actions.group(group).forEach(action -> row(html, action));
      }
      html.append("</table></td>");
    }
    return html.append("</tr></table>").toString();
  }

  private static void row(StringBuilder html, PlayerAction action) {
    String keys =
        action.keys().stream()
            .map(key -> KeyNames.text(key).replace("<", "&lt;"))
            .collect(Collectors.joining(" &nbsp; "));
    html.append("<tr><td align=right><b>").append(keys).append("</b>&nbsp;</td><td>");
    html.append(action.label()).append("</td></tr>");
  }
}
