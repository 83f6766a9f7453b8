// Dialogs of the frame that screens may open.

let asked = $state(false);

export const newSite = {
  get open(): boolean {
    return asked;
  },
  ask(): void {
    asked = true;
  },
  close(): void {
    asked = false;
  },
};
