'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { SavedView, SavedViews } from './list-definition.ts';
import type { ViewDialog } from './saved-views.tsx';

export interface SavedViewDialogProps {
  dialog: ViewDialog;
  views: SavedViews;
  /** What a new view keeps. */
  query: string;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
  onRemoved: (id: string) => void;
}

/** Names, shares or deletes a saved view. */
export function SavedViewDialog({ dialog, views, query, onClose, onSaved, onRemoved }: SavedViewDialogProps) {
  const existing = dialog.kind === 'create' ? null : dialog.view;
  const [name, setName] = useState(existing?.name ?? '');
  const [shared, setShared] = useState(existing?.shared ?? false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (dialog.kind === 'delete') {
    return (
      <ConfirmDialog
        open
        onOpenChange={onClose}
        title={`Delete “${dialog.view.name}”?`}
        confirmLabel="Delete"
        danger
        onConfirm={async () => {
          await views.remove(dialog.view.id);
          onRemoved(dialog.view.id);
        }}
      >
        {dialog.view.shared ? 'It disappears for everybody. ' : ''}The rows it showed stay as they are.
      </ConfirmDialog>
    );
  }
  async function save() {
    if (!name.trim()) return setFailure('A view needs a name.');
    setBusy(true);
    setFailure(null);
    try {
      onSaved(
        existing
          ? await views.update(existing.id, { name: name.trim(), shared })
          : await views.create({ name: name.trim(), query, shared }),
      );
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'It could not be saved. Try again.');
      setBusy(false);
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={existing ? 'Change the view' : 'Save as a view'}
      description={existing ? undefined : 'Keeps the search, filters, sort and columns of this list.'}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} type="submit" form="saved-view">
            Save
          </Button>
        </>
      }
    >
      <form
        id="saved-view"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {failure && name.trim() && <Callout tone="danger">{failure}</Callout>}
        <Field label="Name" name="name" error={name.trim() ? null : failure}>
          {(control) => (
            <Input {...control} value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Checkbox
          label="Shared: everybody may use it, each within their rights"
          checked={shared}
          onChange={(event) => setShared(event.target.checked)}
        />
      </form>
    </Dialog>
  );
}

export default SavedViewDialog;
