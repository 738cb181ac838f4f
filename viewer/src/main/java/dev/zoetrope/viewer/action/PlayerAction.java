package dev.zoetrope.viewer.action;

import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.swing.AbstractAction;
import javax.swing.KeyStroke;
import javax.swing.text.JTextComponent;

/** Something the user can do, with its keys. Menus show the first key. */
@SuppressWarnings("serial") // never serialised
public final class PlayerAction extends AbstractAction {

  private final String id;
  private final String group;
  private final List<KeyStroke> keys;
  private final Runnable body;
  private final BooleanSupplier selected;

  public PlayerAction(
      String id,
      String group,
      String label,
      List<KeyStroke> keys,
      BooleanSupplier selected,
      Runnable body) {
    super(label);
    this.id = id;
    this.group = group;
    this.keys = keys;
    this.selected = selected;
    this.body = body;
  }

  String id() {
    return id;
  }

  /** The menu that contains the action. */
  String group() {
    return group;
  }

  public String label() {
    return (String) getValue(NAME);
  }

  public List<KeyStroke> keys() {
    return keys;
  }

  /** Whether the action is a choice that is on or off. */
  public boolean toggles() {
    return selected != null;
  }

  public boolean selected() {
    return selected != null && selected.getAsBoolean();
  }

  @Override
  public void actionPerformed(ActionEvent e) {
    body.run();
  }

  /** Performs the action for a key, unless the key is being typed into a field. */
  void performForKey(KeyStroke key) {
    boolean typing =
        key.getModifiers() == 0
            && KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner()
                instanceof JTextComponent;
    if (!typing && isEnabled()) {
      body.run();
    }
  }
}
