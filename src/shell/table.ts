export { useProgramTable } from './programs/programRow';
export { programTableFault } from './programs/programTable';
