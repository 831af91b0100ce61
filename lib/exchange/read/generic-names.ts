/** Words that say what a thing is and not which: a name made of them alone is everyone's. */
const words = new Set(
  (
    'a an and the my our this new old final latest first main base default sample example demo test tests testing dev prod local temp tmp ' +
    'unknown unnamed untitled unspecified undefined none null nil na nan noname anonymous placeholder ' +
    'ai ml llm model models network net classifier regressor estimator predictor checkpoint weights artifact artefact ' +
    'data dataset datasets set file files folder images image labels label features feature input inputs output outputs x y ' +
    'train training validation valid val eval evaluation ' +
    'pipeline pipelines workflow workflows job build container docker application app service server system platform device hardware gpu cpu ' +
    'component package asset object item thing'
  ).split(' '),
);

/** Is this a name that two things may well share, such as "Unknown Model", "model.pkl" or "Training data 2"? */
export function isGeneric(name: string): boolean {
  const told = name
    .slice(0, 200)
    .replace(/\.[A-Za-z0-9]{1,12}$/, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^v?\d+$/.test(word));
  return told.every((word) => words.has(word));
}
