export const readJob = 'import.read';
export const applyJob = 'import.apply';
export const cleanJob = 'import.clean';
