/** Somebody else saved while one was typing: nothing of theirs is overwritten, and nothing of one's own is gone yet. */
export function Overtaken({ onShow }: { onShow: () => void }) {
  return (
    <p className="doubt" role="alert">
      Somebody saved a change here meanwhile.{' '}
      <button type="button" className="linklike" onClick={onShow}>
        Show it as it is now
      </button>
      , without what you have typed.
    </p>
  );
}
