export * from '../model/refusal.js';
