export * from '@patchbay/testing'
